"""Conversion of a checkpoint to TFLite: export formats, calibration, int8 quantization."""
