//! What the programs that read most calendars and feeds make of ours: `tests/feeds/`.
