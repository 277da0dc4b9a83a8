using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;
using IsoApprox.Kernels;

namespace IsoApprox.Sets;

/// <summary>The largest distance within a class and the least one between two classes: enclosed by the fast kernels, exact where asked
/// for.</summary>
internal sealed class PairExtremes
{
    private readonly EuclideanOrder _order;
    private readonly int[] _classes;
    private readonly AnchorSweep _sweep;

    /// <summary>Sifts. Cost O(N^2 n).</summary>
    /// <param name="g">The points.</param>
    /// <param name="classes">N classes 0, 1, ...; all equal: pairs of any two rows are within a class.</param>
    /// <param name="progress">Told the share of the work that is done.</param>
    /// <param name="cancellation">Stops the computation.</param>
    internal PairExtremes(Embedding g, int[] classes, IProgress<double>? progress, CancellationToken cancellation)
    {
        (_order, _classes, _sweep) = (new EuclideanOrder(g), classes, AnchorSweep.OfClasses(g, classes, progress, cancellation));
        Farthest = _sweep.Far.Select(Distance).Aggregate(Interval.Max);
        Nearest = Enumerable.Range(0, classes.Length).Where(i => _sweep.NearRow[i] >= 0).Select(i => Distance(_sweep.Near[i]))
            .Aggregate(new Interval(double.PositiveInfinity, double.PositiveInfinity), Interval.Min);
    }

    /// <summary>Encloses the largest distance within a class, 0 where no class has two rows.</summary>
    internal Interval Farthest { get; }

    /// <summary>Encloses the least distance between classes; infinite where there is one class.</summary>
    internal Interval Nearest { get; }

    /// <summary>Exact square of the largest distance within a class with the lowest rows that have it; null where no class has two
    /// rows.</summary>
    internal (ExactDyadic Squared, int[] Rows)? FarthestPair()
    {
        (ExactDyadic Squared, int[] Rows)? best = null;
        foreach (var i in Anchors(i => Distance(_sweep.Far[i]).Upper >= Farthest.Lower))
        {
            // Where all rows of the class coincide with i they are at distance 0, unless there is none.
            var farthest = Extremes(i).Farthest;
            var other = farthest != i ? farthest : Array.FindIndex(_classes, i + 1, k => k == _classes[i]);
            if (other >= 0 && _order.Squared(i, other) is var squared && !(squared <= best?.Squared))
            {
                best = (squared, [Math.Min(i, other), Math.Max(i, other)]);
            }
        }

        return best;
    }

    /// <summary>Exact square of the least distance between classes with the lowest rows that have it; null where there is one
    /// class.</summary>
    internal (ExactDyadic Squared, int[] Rows)? NearestPair()
    {
        (ExactDyadic Squared, int[] Rows)? best = null;
        foreach (var i in Anchors(i => _sweep.NearRow[i] >= 0 && Distance(_sweep.Near[i]).Lower <= Nearest.Upper))
        {
            var other = Extremes(i).Nearest;
            if (_order.Squared(i, other) is var squared && !(squared >= best?.Squared))
            {
                best = (squared, [Math.Min(i, other), Math.Max(i, other)]);
            }
        }

        return best;
    }

    private Interval Distance(double squared) => _sweep.Enclose(squared).Sqrt().ScaleB(_sweep.Exponent);

    /// <summary>The rows with a property, of coincident ones of a class the lowest.</summary>
    private IEnumerable<int> Anchors(Func<int, bool> isOpen) =>
        Enumerable.Range(0, _classes.Length).Where(isOpen).DistinctBy(i => (_order.Representatives[i], _classes[i]));

    private (int Farthest, int Nearest) Extremes(int i)
    {
        var distances = new Interval[_classes.Length];
        _order.Enclose(i, distances);
        return _order.Extremes(i, _order.From(i), distances, j => _classes[j] == _classes[i]);
    }
}
