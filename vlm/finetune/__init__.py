"""LoRA: a Qwen3-VL learns from answers that people approved. The format is docs/training-pairs.md."""
