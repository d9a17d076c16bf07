"""Factors as text: `language` parses, `dialects` give meaning, `graph` shares, `evaluate` computes, `definitions` list.

A definition is written once. Text becomes one hash-consed graph for all definitions together, and one function,
`Evaluator.run(t0, t1)`, computes any rows of it: the whole history in a batch, one bar in a stream. Windows are
pure (each output is computed from exactly its window's inputs, oldest first), so both give the same bits.
"""
