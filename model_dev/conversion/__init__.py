"""From a checkpoint to TFLite: formats, int8 calibration, quantization-aware training."""
