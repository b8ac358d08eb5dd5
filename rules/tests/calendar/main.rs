//! Business time: worked cases, laws over many zones, and a slow oracle that walks minute by minute.

#[cfg(test)]
mod cases;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod measure;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod partition;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod said;
#[cfg(test)]
#[path = "../tries.rs"]
mod tries;
#[cfg(test)]
mod worlds;
