"""The whole exception tree. It knows nothing about where an error is raised or how a door shows it.

    FixciteError
    ├── InputRejected            what came from outside cannot be used           422 · exit 1
    │   ├── QuestionRejected     empty, too long, nothing to search for          422
    │   ├── PhotoRejected        not a picture, broken, too many pixels          422
    │   ├── PayloadTooLarge      more bytes than the limit                       413
    │   ├── ManualUnreadable     not a manual we can open; the file is at fault  422
    │   │   ├── ManualEncrypted  a password is needed                            422
    │   │   └── ManualTooCostly  time or memory limit hit while opening          422
    │   └── ManifestRejected     a line of a manifest cannot be used             422
    ├── NotFound                 no such manual, edition, page, job, answer      404
    ├── Gone                     it was removed on purpose                       410
    ├── Conflict                 the state does not allow it                     409
    ├── Forbidden                token missing or wrong                          403
    ├── SourceUnavailable        a file or URL cannot be fetched                 502
    ├── Busy                     too many asks at once; another owner            503
    ├── IndexUnavailable         the index is damaged or being rebuilt           503
    ├── ModelUnavailable         the vision-language model cannot be reached     503
    │   ├── ModelBusy            … has too much to do                            503
    │   ├── ModelResting         … failed often and is left alone for a while    503
    │   ├── ModelTimeout         … did not answer in time                        504
    │   ├── ModelMisconfigured   … refuses our key, name or pictures             502
    │   │   └── SchemaRefused    … cannot be held to a JSON schema               502
    │   ├── ContextTooLong       … takes less than we sent                       502
    │   ├── ContentBlocked       … its provider's filter said no                 422
    │   └── ModelMisbehaved      … answered something unusable                   502
    │       ├── AnswerEmpty      … nothing at all                                502
    │       ├── AnswerCut        … only a part                                   502
    │       ├── AnswerUnusable   … not what was asked for                        502
    │       └── EngineFault      … rubbish: its engine or weights are broken     502
    └── SettingsInvalid          a KB_* setting or a command option is wrong     exit 2
        └── PluginUnknown        no plug-in of that name                         exit 2

The class docstring is the default message. `hint` says what to do next.
"""

from __future__ import annotations


class FixciteError(Exception):
    """Something went wrong."""

    http_status = 500
    exit_code = 1

    def __init__(self, message: str | None = None, *, hint: str = "") -> None:
        self.message = message or (type(self).__doc__ or "").strip()
        self.hint = hint
        super().__init__(f"{self.message} {hint}".strip())


class InputRejected(FixciteError):
    """The input cannot be used."""

    http_status = 422


class QuestionRejected(InputRejected):
    """The question cannot be used."""


class PhotoRejected(InputRejected):
    """The photo cannot be used."""


class PayloadTooLarge(InputRejected):
    """The upload is larger than the limit."""

    http_status = 413


class ManualUnreadable(InputRejected):
    """The file is not a manual that can be opened."""


class ManualEncrypted(ManualUnreadable):
    """The file is encrypted and needs a password."""


class ManualTooCostly(ManualUnreadable):
    """The file needs more time or memory to open than the limit allows."""


class ManifestRejected(InputRejected):
    """A line of the manifest cannot be used."""


class NotFound(FixciteError):
    """There is no such thing."""

    http_status = 404


class Gone(FixciteError):
    """It was removed."""

    http_status = 410


class Conflict(FixciteError):
    """The present state does not allow this."""

    http_status = 409


class Forbidden(FixciteError):
    """The token is missing or wrong."""

    http_status = 403


class SourceUnavailable(FixciteError):
    """The file or address cannot be fetched."""

    http_status = 502


class Busy(FixciteError):
    """The service is busy; try again shortly."""

    http_status = 503


class IndexUnavailable(FixciteError):
    """The index cannot be used at the moment."""

    http_status = 503


class ModelUnavailable(FixciteError):
    """The vision-language model cannot be reached."""

    http_status = 503


class ModelBusy(ModelUnavailable):
    """The vision-language model has too much to do."""

    retry_after: float | None = None  # seconds, where the server told


class ModelResting(ModelUnavailable):
    """The vision-language model failed several times and is left alone for a while."""


class ModelTimeout(ModelUnavailable):
    """The vision-language model did not answer in time."""

    http_status = 504


class ModelMisconfigured(ModelUnavailable):
    """The vision-language model's server refuses what the settings ask of it."""

    http_status = 502


class SchemaRefused(ModelMisconfigured):
    """The vision-language model's server cannot hold it to a JSON schema."""


class ContextTooLong(ModelUnavailable):
    """The vision-language model takes less than it was sent."""

    http_status = 502
    limit: int | None = None  # tokens, where the server told
    needed: int | None = None


class ContentBlocked(ModelUnavailable):
    """The content filter of the model's provider refused."""

    http_status = 422


class ModelMisbehaved(ModelUnavailable):
    """The vision-language model answered something unusable."""

    http_status = 502


class AnswerEmpty(ModelMisbehaved):
    """The vision-language model answered nothing."""


class AnswerCut(ModelMisbehaved):
    """The vision-language model's answer broke off."""


class AnswerUnusable(ModelMisbehaved):
    """The vision-language model did not answer what was asked for."""


class EngineFault(ModelMisbehaved):
    """The engine behind the vision-language model answers rubbish."""


class SettingsInvalid(FixciteError):
    """A setting or option is wrong."""

    exit_code = 2


class PluginUnknown(SettingsInvalid):
    """There is no plug-in of that name."""
