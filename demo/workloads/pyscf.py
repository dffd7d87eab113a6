"""The Hartree-Fock energy and the forces of water."""

import pyscf

TOLERANCE = 1e-7


def work():
    pyscf.lib.num_threads(4)
    molecule = pyscf.gto.M(atom="O 0 0 0; H 0 1 0; H 0 0 1", basis="6-31g", verbose=0)
    field = pyscf.scf.RHF(molecule).run()
    return [field.e_tot, field.nuc_grad_method().kernel()]
