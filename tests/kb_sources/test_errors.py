"""An error says what happened, then what to do; without words of its own it says its docstring."""

from kb_sources.errors import FixciteError, ManualEncrypted, SettingsInvalid


def test_message_and_hint_are_told_together_and_kept_apart() -> None:
    error = ManualEncrypted("n7.pdf is encrypted.", hint="Save it without a password.")
    assert str(error) == "n7.pdf is encrypted. Save it without a password."
    assert (error.message, error.hint) == ("n7.pdf is encrypted.", "Save it without a password.")


def test_the_docstring_is_the_default_message() -> None:
    assert str(ManualEncrypted()) == "The file is encrypted and needs a password."
    assert issubclass(ManualEncrypted, FixciteError)
    assert SettingsInvalid.exit_code == 2
