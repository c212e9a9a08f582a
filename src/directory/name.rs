use crate::resource::{Choice, Format, RECORD, Resource, choice, text};

static KIND: Choice = Choice {
    name: "NameKind",
    doc: "How another name relates to the one in use.",
    values: &[
        ("VARIANT", "Another way to say or spell it."),
        ("ACRONYM", "An acronym."),
        ("FULL_NAME", "What an acronym stands for."),
        ("SHORT", "A shorter form."),
        ("LOCAL", "The name in a language of the place."),
        ("LEGAL", "The name in law."),
        ("FORMER", "A name it had before."),
        ("LATER", "A name it took later than the time the directory speaks of."),
        ("MISSPELLING", "A slip in a source."),
    ],
};

pub fn resource() -> Resource {
    Resource::new("Name", "names", "Another name of a record, by which it can be found.")
        .named_by("text")
        .attribute(text("text", "The name.").required().indexed().names_owner())
        .attribute(choice("kind", &KIND, "How it relates to the one in use.").required())
        .attribute(text("language", "Its language by ISO 639-1, where known.").of(Format::Language).indexed())
        .to_one_required("record", RECORD, "Whose name it is.")
}
