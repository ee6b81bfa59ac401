//! Chance that can be repeated: `SplitMix64`, Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).

/// Draws one script.
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

impl Chance {
    /// The chance of script `number` under `seed`.
    pub(crate) fn new(seed: u64, number: u64) -> Self {
        Self(seed ^ number.wrapping_mul(0xD134_2543_DE82_EF95))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0, less than `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// True once in `n` times.
    pub(crate) fn once_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// One of these; those that stand there twice twice as often.
    pub(crate) fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        let end = u64::try_from(choices.len()).expect("a length");
        choices[usize::try_from(self.below(end)).expect("an index")]
    }
}
