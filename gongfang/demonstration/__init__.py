"""The demonstration: real places and heritage items, generated people and firms, cases in every state."""
