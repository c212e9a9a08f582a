//! How much a request may ask for. Each limit is a setting, and is published in the field `limits`. Most are larger
//! for a request with a token, and that is a setting too.

use clap::Args;
use clap::builder::RangedU64ValueParser;

/// A limit, as those hear of it who keep to it.
#[derive(Clone, Debug)]
pub struct Limit {
    /// The setting's name.
    pub setting: &'static str,
    /// What it bounds.
    pub doc: String,
    pub value: usize,
}

impl Limit {
    /// How it is called in the schema: `max_root_fields` → `rootFields`.
    pub fn published_name(&self) -> String {
        let words = self.setting.trim_start_matches("max_").split('_').enumerate();
        words.map(|(n, word)| if n == 0 { word.to_owned() } else { word[..1].to_uppercase() + &word[1..] }).collect()
    }
}

/// Declares the limits once: for the command line, and for those who ask. What stands behind `or` is for a request
/// with a token.
macro_rules! limits {
    ($($(#[doc = $doc:literal])+ $name:ident: $default:literal $(or $token:ident: $more:literal)?,)*) => {
        /// How much a request may ask for.
        #[derive(Args, Clone, Debug)]
        pub struct QueryLimits {
            $(
                $(#[doc = $doc])+
                #[arg(long, env, default_value_t = $default, value_parser = count())]
                pub $name: usize,
            )*
        }

        /// How much a request with a token may ask for, where that is another limit.
        #[derive(Args, Clone, Debug)]
        pub struct TokenQueryLimits {
            $($(
                #[arg(
                    long, env, default_value_t = $more, value_parser = count(),
                    help = concat!("`", stringify!($name), "` for a request with a token")
                )]
                pub $token: usize,
            )?)*
        }

        impl Default for QueryLimits {
            fn default() -> Self {
                Self { $($name: $default),* }
            }
        }

        impl QueryLimits {
            /// All of them.
            pub fn all(&self) -> Vec<Limit> {
                vec![$(Limit {
                    setting: stringify!($name),
                    doc: concat!($($doc),+).trim_ascii().to_owned(),
                    value: self.$name,
                }),*]
            }
        }

        impl TokenQueryLimits {
            /// The limits for a request with a token: never less than anybody has.
            pub fn over(&self, anybody: &QueryLimits) -> QueryLimits {
                let mut limits = anybody.clone();
                $($(limits.$name = limits.$name.max(self.$token);)?)*
                limits
            }
        }
    };
}

limits! {
    /// How many tokens a document may have: names, values and punctuation
    max_tokens: 2_000 or token_max_tokens: 4_000,
    /// How many fields a document may select once its fragments are written out
    max_fields: 2_000 or token_max_fields: 4_000,
    /// How many of a document's fields may have an alias
    max_aliases: 100 or token_max_aliases: 200,
    /// How many root fields an operation may have
    max_root_fields: 30 or token_max_root_fields: 60,
    /// How many fragments a document may define
    max_fragments: 50 or token_max_fragments: 100,
    /// How many directives a document may use
    max_directives: 50 or token_max_directives: 100,
    /// How deep fields may be nested
    max_depth: 12 or token_max_depth: 24,
    /// How many rows a page may have
    max_page: 100 or token_max_page: 250,
    /// How many rows an answer may have in all its lists, as many as its pages have room for
    max_nodes: 10_000 or token_max_nodes: 50_000,
    /// What a request may cost: 1 for each list and each related record that is looked up, 5 for a count, 10 for
    /// groups, 20 for a search or a timeline, 100 for chains, 500 for the work list; below a list as often as its
    /// page has rows
    max_cost: 5_000 or token_max_cost: 20_000,
    /// How many relationships a condition may lie behind
    max_hops: 3,
    /// How many conditions a filter may have
    max_conditions: 50,
    /// How many values a list in a filter may have
    max_list_items: 250,
    /// How many bytes an answer may have
    max_answer: 5_242_880 or token_max_answer: 20_971_520,
}

/// A number of things, of which there must be some.
fn count() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..=1 << 30)
}
