# Moves 216 molecules of water by 100 steps, by four threads; the last energies.
# tolerance: 1e-3
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >water.top <<END
#include "oplsaa.ff/forcefield.itp"
#include "oplsaa.ff/spce.itp"
[ system ]
water
[ molecules ]
SOL 216
END
printf 'integrator = md\nnsteps = 100\nrcoulomb = 0.85\nrvdw = 0.85\ncoulombtype = PME\n' >water.mdp
{
    gmx grompp -f water.mdp -c /usr/share/gromacs/top/spc216.gro -p water.top -o water.tpr -maxwarn 5
    gmx mdrun -s water.tpr -e water.edr -ntmpi 1 -ntomp 4 -reprod
    echo 'Potential Total-Energy' | gmx energy -f water.edr -o water.xvg
} >log 2>&1 || { cat log; exit 1; }
grep -v '^[#@]' water.xvg
