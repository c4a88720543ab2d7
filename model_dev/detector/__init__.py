"""The face detector YuNet: read from ONNX, rebuilt in Keras, exported to TFLite, decoded."""
