using IsoApprox.Certificates.Rank;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>The inequality of a rank certificate in floating point, as a function of the level t.</summary>
internal sealed class LevelBudget
{
    private readonly double[] _distances;
    private readonly double _gain;
    private readonly double _linear;
    private readonly double _quadratic;
    private readonly double _smallestB;
    private readonly CertificateSpectrum _spectrum;

    internal LevelBudget(
        RationalInstance instance, IReadOnlyList<PairWeight> a, IReadOnlyList<PairWeight> b, IReadOnlyList<TripletWeight> tau,
        CertificateSpectrum spectrum)
    {
        double Distance(int i, int j) => Math.Sqrt(instance.Squared(i, j).RoundUp());
        _spectrum = spectrum;
        _distances = [.. from i in Enumerable.Range(0, instance.Count) from j in Enumerable.Range(0, i) select Distance(i, j)];
        _gain = tau.Sum(w => (w.Value * (instance.Squared(w.Anchor, w.Positive) - instance.Squared(w.Anchor, w.Negative))).RoundDown());
        _linear = a.Concat(b).Sum(w => w.Value.RoundUp() * Distance(w.First, w.Second));
        _quadratic = a.Sum(w => w.Value.RoundUp()) - b.Sum(w => w.Value.RoundDown());
        _smallestB = b.Count == 0 ? double.PositiveInfinity : b.Min(w => Distance(w.First, w.Second));
    }

    /// <summary>The root of gain = cost(t) by bisection, at most the smallest distance with b > 0; 0 when there is none.</summary>
    internal double LargestLevel()
    {
        if (!(_gain > 0) || !(_linear > 0))
        {
            return 0;
        }

        var (low, high) = (0.0, Math.Min(_gain / _linear, _smallestB));
        for (var k = 0; k < 200; k++)
        {
            var middle = (low + high) / 2;
            (low, high) = Cost(middle) < _gain ? (middle, high) : (low, middle);
        }

        return low;
    }

    private double Cost(double t)
    {
        var eta = Math.Sqrt(_distances.Sum(d => t * t * ((2 * d) + t) * ((2 * d) + t)) / 2);
        return eta < _spectrum.SmallestEigenvalue
            ? (2 * t * _linear) + (t * t * _quadratic) + (_spectrum.NegativePart * eta * eta / (2 * (_spectrum.SmallestEigenvalue - eta)))
            : double.PositiveInfinity;
    }
}
