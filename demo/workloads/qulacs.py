"""The state of 14 entangled qubits after 300 rotations."""

import numpy as np
import qulacs

TOLERANCE = 1e-12


def work():
    state, circuit = qulacs.QuantumState(14), qulacs.QuantumCircuit(14)
    for i, angle in enumerate(np.random.default_rng(0).normal(size=300)):
        circuit.add_RY_gate(i % 14, angle)
        circuit.add_CNOT_gate(i % 14, (i + 5) % 14)
    circuit.update_quantum_state(state)
    return state.get_vector()
