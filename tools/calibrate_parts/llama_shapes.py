"""The layers and the model that are measured whole, and their operations. Pure arithmetic: no GPU needed."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Shape:
    name: str
    hidden: int
    ffn: int      # of this rank
    heads: int    # of this rank
    kv_heads: int
    head_dim: int
    layers: int = 1
    vocabulary: int = 0
    seq: int = 8192
    micro_batch: int = 1
    micro_batches: int = 1

    @property
    def tokens(self):
        """In one micro-batch."""
        return self.seq * self.micro_batch

    @property
    def layer_parameters(self):
        """Of the matrices of one layer."""
        return self.hidden * self.head_dim * (2 * self.heads + 2 * self.kv_heads) + 3 * self.hidden * self.ffn

    @property
    def parameters(self):
        """With norms, embedding and untied head."""
        return self.layers * (self.layer_parameters + 2 * self.hidden) + \
            (2 * self.vocabulary * self.hidden + self.hidden if self.vocabulary else 0)

    def layer_flops(self):
        """Forward operations of one layer for one micro-batch, causal attention at half."""
        attention = 2.0 * self.tokens * self.seq * self.heads * self.head_dim
        return 2.0 * self.tokens * self.layer_parameters + attention

    def step_flops(self):
        """Model operations of a step: forward and twice that, no recompute, head included."""
        head = 2.0 * self.tokens * self.vocabulary * self.hidden
        return 3.0 * self.micro_batches * (self.layers * self.layer_flops() + head)

    def configuration(self, **more):
        """key=value text that holds everything a simulation of it needs."""
        pairs = {**dataclasses.asdict(self), "parameters": self.parameters, **more}
        return "; ".join(f"{key}={value}" for key, value in pairs.items() if key != "name")


LAYERS = (Shape("llama3_8b layer", 4096, 14336, 32, 8, 128),
          Shape("llama3_70b layer, rank of tp8", 8192, 28672 // 8, 8, 1, 128))
MODEL = Shape("llama 1.5b", 2048, 8192, 16, 8, 128, layers=16, vocabulary=128256, seq=4096, micro_batch=2, micro_batches=4)
TINY_LAYERS = (Shape("tiny layer", 64, 128, 4, 2, 16, seq=32), Shape("tiny layer, one", 64, 64, 2, 1, 16, seq=32))
TINY_MODEL = Shape("tiny model", 64, 128, 4, 2, 16, layers=2, vocabulary=256, seq=32, micro_batch=2, micro_batches=2)
