//! Chance that is the same on every run and every machine: whole numbers only.

/// The directory that is generated depends on this and on its size.
const SEED: u64 = 0x0BB5_2016_0928_0001;

/// SplitMix64.
pub struct Random(u64);

impl Random {
    /// The chance of one record: each has its own, so records can be made in any order.
    pub fn of(noun: &str, number: usize) -> Self {
        let mix = |state: u64, part: u64| Self(state ^ part).next();
        let state = noun.bytes().fold(SEED, |state, letter| mix(state, u64::from(letter)));
        Self(mix(state, number as u64))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number of 20 bits.
    fn bits(&mut self) -> usize {
        usize::try_from(self.next() >> 44).unwrap_or_default()
    }

    /// 0 to `end` - 1, each as likely as the other.
    pub fn below(&mut self, end: usize) -> usize {
        (self.bits() * end) >> 20
    }

    /// `first` to `last`.
    pub fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    /// True in so many of a hundred cases.
    pub fn percent(&mut self, cases: usize) -> bool {
        self.below(100) < cases
    }

    /// 0 to `end` - 1, the lower the likelier: of 10,000 the first comes in one of a hundred cases, the last ones in
    /// one of 20,000.
    pub fn skewed(&mut self, end: usize) -> usize {
        let bits = self.bits();
        (((bits * bits) >> 20) * end) >> 20
    }

    /// 1 in half of the cases, `n` or more in one of `n`, never more than `most`.
    pub fn tail(&mut self, most: usize) -> usize {
        ((1 << 20) / ((1 << 20) - self.bits())).min(most)
    }

    pub fn pick<'t, T: ?Sized>(&mut self, items: &[&'t T]) -> &'t T {
        items[self.below(items.len())]
    }

    /// One of them, each as often as the number beside it says.
    pub fn weighted<'t>(&mut self, items: &[(&'t str, usize)]) -> &'t str {
        let mut left = self.below(items.iter().map(|(_, weight)| weight).sum());
        for (item, weight) in items {
            if left < *weight {
                return item;
            }
            left -= weight;
        }
        items[0].0
    }

    /// The first item, or nothing in the other cases.
    pub fn sometimes<T>(&mut self, percent: usize, item: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.percent(percent) { Some(item(self)) } else { None }
    }
}
