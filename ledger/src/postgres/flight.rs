//! Several requests sent before the first is answered.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// A request on its way.
pub(super) type Request<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends all in the order given, then waits for all. The order of sending is why this is not a
/// general join: a connection answers in the order in which it was asked.
pub(super) async fn all<T>(mut requests: Vec<Request<'_, T>>) -> Vec<T> {
    let mut answers: Vec<Option<T>> = requests.iter().map(|_| None).collect();
    poll_fn(|context| {
        for (request, answer) in requests.iter_mut().zip(&mut answers) {
            if answer.is_none() {
                *answer = ready(request.as_mut().poll(context));
            }
        }
        if answers.iter().all(Option::is_some) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    answers.into_iter().flatten().collect()
}

fn ready<T>(poll: Poll<T>) -> Option<T> {
    match poll {
        Poll::Ready(answer) => Some(answer),
        Poll::Pending => None,
    }
}

/// Sends a request and does not wait: tokio-postgres hands a request over when it is first polled.
pub(super) fn send_and_leave<T>(request: impl Future<Output = T>) {
    let mut request = pin!(request);
    let _ = request.as_mut().poll(&mut Context::from_waker(Waker::noop()));
}
