using IsoApprox.Certificates.Rank;
using MathNet.Numerics.LinearAlgebra;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>Eigenvalues that a rank certificate needs, in floating point with room for rounding.</summary>
/// <param name="SmallestEigenvalue">Slightly below the n-th largest eigenvalue of the centred Gram matrix.</param>
/// <param name="NegativePart">Slightly above minus the smallest eigenvalue of Q; 0 or more.</param>
internal readonly record struct CertificateSpectrum(double SmallestEigenvalue, double NegativePart)
{
    private const double Room = 1e-8;

    internal static CertificateSpectrum Compute(RationalInstance instance, IReadOnlyList<PairWeight> a, IReadOnlyList<PairWeight> b,
        IReadOnlyList<TripletWeight> tau)
    {
        var count = instance.Count;
        var exact = instance.CentredGram();
        var gram = Matrix<double>.Build.Dense(count, count, (i, j) => exact[i, j].RoundDown());
        var q = Matrix<double>.Build.Dense(count, count);
        void Add(int i, int j, double w)
        {
            q[i, i] += w;
            q[j, j] += w;
            q[i, j] -= w;
            q[j, i] -= w;
        }

        foreach (var (i, j, w) in a)
        {
            Add(i, j, w.RoundDown());
        }

        foreach (var (i, j, w) in b)
        {
            Add(i, j, -w.RoundDown());
        }

        foreach (var (i, j, k, w) in tau)
        {
            Add(i, j, w.RoundDown());
            Add(i, k, -w.RoundDown());
        }

        var eigenvalues = gram.Evd(Symmetricity.Symmetric).EigenValues.Select(v => v.Real).OrderDescending().ToArray();
        var stresses = q.Evd(Symmetricity.Symmetric).EigenValues.Select(v => v.Real).ToArray();
        var smallest = instance.Dimension <= count ? eigenvalues[instance.Dimension - 1] - (Room * Room * eigenvalues[0]) : 0;
        return new CertificateSpectrum(smallest * (1 - Room), Math.Max(0, -stresses.Min()) + (Room * stresses.Max(Math.Abs)));
    }
}
