"""The list of the steps of a page."""

from backfile.extract.page import STEPS, steps


def test_every_step_is_listed_once_and_has_a_reason() -> None:
    functions = [step.run for step in STEPS]
    public = [value for name, value in vars(steps).items() if getattr(value, "__module__", "") == steps.__name__]
    assert set(functions) == {function for function in public if not isinstance(function, type)}
    assert len(functions) == len(set(functions))
    assert all(step.reason.endswith(".") for step in STEPS)


def test_the_tree_is_prepared_before_it_is_read() -> None:
    functions = [step.run for step in STEPS]
    prepare = [
        steps.mark_hidden,
        steps.show_article,
        steps.normalize_amp,
        steps.normalize_formulas,
        steps.empty_drawings,
        steps.normalize_images,
        steps.replace_supplied_images,
        steps.join_captions,
        steps.normalize_embeds,
        steps.normalize_code,
        steps.separate_side_notes,
        steps.write_text_forms,
        steps.show_collapsed,
        steps.remove_permalinks,
        steps.remove_notes_in_sentences,
        steps.merge_live_updates,
    ]
    assert functions[: len(prepare)] == prepare
    assert functions[-1] is steps.serialize_article
