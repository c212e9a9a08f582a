//! Partner sites are told what has happened to the views that they show.

mod authority;
mod order;
mod receiver;
mod refused;
mod signature;
mod story;
mod way;

use receiver::{Received, Receiver};
use story::Story;
