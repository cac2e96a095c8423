"""Builds the vision-language model from settings. None: quotations only, nothing is guessed from pixels."""

from __future__ import annotations

from pathlib import Path

from kb_sources.settings import Settings
from vlm.calibration import UNCALIBRATED, read_calibration
from vlm.checkpoints import Lender
from vlm.judge import Judge, JudgeSettings, build_judge
from vlm.metering import Metered
from vlm.model import ModelSettings, VisionModel, build_model
from vlm.recording import Recorder


def build_vlm(settings: Settings) -> VisionModel | None:
    """The model of KB_VLM_MODEL, not yet asked anything. Raises SettingsInvalid, PluginUnknown."""
    if settings.vlm_model == "none":
        return None
    model = build_model(
        settings.vlm_model,
        ModelSettings(
            name=settings.vlm_name,
            revision=settings.vlm_revision,
            url=settings.vlm_url,
            key=settings.vlm_key,
            quantization=settings.vlm_quantization,
            adapter=settings.vlm_adapter,
        ),
    )
    return Metered(Recorder(model, Path(settings.vlm_recording)) if settings.vlm_recording else model)


def model_name(settings: Settings) -> str:
    """name@revision, as a calibration names whose answers it was fitted on."""
    return "@".join(filter(None, (settings.vlm_name, settings.vlm_revision)))


def judge_of(settings: Settings, model: VisionModel | None) -> Judge:
    """The judge of KB_VLM_JUDGE, which may ask the model. Raises SettingsInvalid, PluginUnknown."""
    if settings.vlm_judge == "token_classifier":
        checkpoint = JudgeSettings(name=settings.vlm_judge_name, revision=settings.vlm_judge_revision)
        return build_judge(settings.vlm_judge, checkpoint)
    bare = model
    while isinstance(bare, Metered | Recorder):
        bare = bare.model
    fitted = settings.vlm_judge_calibration
    asked = JudgeSettings(
        model=model,
        lender=bare if isinstance(bare, Lender) else None,
        name=settings.vlm_name,
        revision=settings.vlm_revision,
        url=settings.vlm_url,
        key=settings.vlm_key,
        quantization=settings.vlm_quantization,
        adapter=settings.vlm_adapter,
        calibration=read_calibration(Path(fitted), model_name(settings)) if fitted else UNCALIBRATED,
    )
    return build_judge(settings.vlm_judge, asked)
