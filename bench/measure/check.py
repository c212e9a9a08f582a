"""Whether everybody answers the same."""

import json

CHECKED = 50


def differences(contestants, questions, drawn):
    """A sentence for each contestant that answers another thing than the first does."""
    asked = [it for it in contestants if it.name != "constant"]
    wrong = []
    for question in questions:
        for values in drawn[question][:CHECKED]:
            expected = asked[0].answer(question, values)
            for contestant in asked[1:]:
                said = contestant.answer(question, values)
                if said != expected:
                    wrong.append(told(question, values, asked[0], expected, contestant, said))
                    break
            if len(wrong) > 5:
                return wrong
    return wrong


def told(question, values, first, expected, contestant, said):
    texts = [json.dumps(it, ensure_ascii=False, sort_keys=True) for it in [expected, said]]
    at = next((n for n, (a, b) in enumerate(zip(*texts)) if a != b), 0)
    around = [text[max(0, at - 150) : at + 150] for text in texts]
    return f"{question} {values}:\n  {first.database} {first.name} {around[0]}\n  {contestant.database} {contestant.name} {around[1]}"
