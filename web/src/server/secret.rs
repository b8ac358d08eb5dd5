//! Secrets: drawn here, shown once, kept as hashes.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, password_hash};
use engine::Engine;
use sha2::{Digest, Sha256};

/// A fresh secret: 64 letters, of 32 random bytes.
pub fn new_secret(engine: &Engine) -> String {
    hex(&engine.random::<32>())
}

/// What is kept of a secret that is random by itself.
pub fn hash_secret(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is kept of a password: argon2id, PHC text. Slow on purpose: call it where blocking is allowed.
///
/// # Errors
/// `password_hash::Error` when the parameters do not fit (a defect).
pub fn hash_password(password: &str, salt: [u8; 16]) -> Result<String, password_hash::Error> {
    Ok(Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)?
        .to_string())
}

/// Whether a password is the one kept. Without one kept the same time is spent.
pub fn is_password(password: &str, kept: Option<&str>) -> bool {
    let known = kept.unwrap_or(NOBODYS);
    let fits = PasswordHash::new(known)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
    fits && kept.is_some()
}

/// A hash that belongs to nobody, so that a wrong address takes as long as a wrong password.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cy1zYWx0LTE2$Jv2VQ8ZjvYqCkfT0mM9k6v1m1b3qfKXw0u5n7mC0H2E";
