"""The parts of tools/calibrate. PyTorch is imported only by the parts that measure."""
