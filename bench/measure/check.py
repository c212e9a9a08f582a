"""Whether everybody answers the same."""

import json

CHECKED = 50


def differences(contestants, questions, drawn):
    """A sentence for each contestant that answers another thing than the first does. Who refuses is not asked again."""
    wrong = []
    for question in questions:
        expected = {}
        for contestant in contestants:
            for number, values in enumerate(drawn[question][:CHECKED] if contestant.name != "constant" else []):
                said = contestant.answer(question, values)
                if said is None:
                    break
                if said != expected.setdefault(number, said):
                    wrong.append(told(question, values, expected[number], contestant, said))
                    break
    return wrong


def told(question, values, expected, contestant, said):
    texts = [json.dumps(it, ensure_ascii=False, sort_keys=True) for it in [expected, said]]
    at = next((n for n, (a, b) in enumerate(zip(*texts)) if a != b), 0)
    around = [text[max(0, at - 150) : at + 150] for text in texts]
    return f"{question} {values}:\n  expected {around[0]}\n  {contestant.database} {contestant.name} {around[1]}"
