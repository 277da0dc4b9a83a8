namespace IsoApprox.Certificates;

/// <summary>
/// What is known about the directions of all x_ik = g_k - g_i in dimension 1 or 2: an arc for each pair i &lt; k, or nothing. What one pair says is carried over
/// to the others: sums, x_ij = x_ik + x_kj lies in the hull of two arcs; and in a Triplet-Separated g the differences between two classes are pairwise at an
/// angle of at most 90 degrees (<see cref="BranchArcs"/>), so each lies within 90 degrees of the arc of every other. In dimension 1 vectors are (x, 0).
/// Immutable. The same steps in the same order wherever it is computed.
/// </summary>
public sealed class PlanarDirections
{
    private const int StepsPerPair = 40;

    private readonly int _count;
    private readonly bool _isLine;
    private readonly int[] _classes;
    private readonly PlanarArc?[] _arcs;

    /// <summary>Nothing is known.</summary>
    /// <param name="classes">Class of each row.</param>
    /// <param name="isLine">True in dimension 1.</param>
    public PlanarDirections(int[] classes, bool isLine)
        : this(classes, isLine, new PlanarArc?[classes.Length * (classes.Length - 1) / 2])
    {
    }

    private PlanarDirections(int[] classes, bool isLine, PlanarArc?[] arcs) => (_classes, _count, _isLine, _arcs) = (classes, classes.Length, isLine, arcs);

    /// <summary>The arc of x_ik, i and k in any order; null when nothing is known.</summary>
    public PlanarArc? this[int i, int k] => i < k ? _arcs[BranchRelaxation.Pair(i, k, _count)] : _arcs[BranchRelaxation.Pair(k, i, _count)]?.Negated;

    /// <summary>The arc of a pair by its number.</summary>
    public PlanarArc? OfPair(int pair) => _arcs[pair];

    /// <summary>Generators of the pairs whose arc is less than 180 degrees wide; null for the others.</summary>
    public double[][]?[] Cones() => Array.ConvertAll(_arcs, arc => arc is null || !arc.IsPointed ? null
        : _isLine ? [[arc.Start[0]]] : arc.IsRay ? new[] { arc.Start } : [arc.Start, arc.End]);

    /// <summary>The same with more known of some pairs, and what follows.</summary>
    /// <param name="known">Rows i, k and an arc in which x_ik lies.</param>
    public PlanarDirections With(IEnumerable<(int I, int K, PlanarArc Arc)> known)
    {
        var result = new PlanarDirections(_classes, _isLine, (PlanarArc?[])_arcs.Clone());
        var changed = new Queue<(int I, int K)>();
        foreach (var (i, k, arc) in known)
        {
            result.Narrow(i, k, arc, changed);
        }

        for (var step = 0; step < StepsPerPair * _arcs.Length && changed.TryDequeue(out var pair); step++)
        {
            result.Spread(pair.I, pair.K, changed);
        }

        return result;
    }

    /// <summary>Carries a changed arc over to the other pairs.</summary>
    private void Spread(int i, int k, Queue<(int I, int K)> changed)
    {
        var sameClass = _classes[i] == _classes[k];
        for (var j = 0; j < _count; j++)
        {
            if (j != i && j != k && this[i, k] is { IsPointed: true } own)
            {
                Add(i, j, own, this[k, j], changed);
                Add(k, j, own.Negated, this[i, j], changed);
            }
        }

        for (var p = 0; p < _count && !sameClass; p++)
        {
            for (var q = 0; q < _count && _classes[p] == _classes[i]; q++)
            {
                if (_classes[q] == _classes[k] && (p != i || q != k) && this[i, k]?.Acute is { } acute)
                {
                    Narrow(p, q, acute, changed);
                }
            }
        }
    }

    /// <summary>x_ij = first + second.</summary>
    private void Add(int i, int j, PlanarArc first, PlanarArc? second, Queue<(int I, int K)> changed)
    {
        if (second is { IsPointed: true } && PlanarArc.Hull(first, second) is { } hull)
        {
            Narrow(i, j, hull, changed);
        }
    }

    private void Narrow(int i, int k, PlanarArc arc, Queue<(int I, int K)> changed)
    {
        if (i > k)
        {
            (i, k, arc) = (k, i, arc.Negated);
        }

        var pair = BranchRelaxation.Pair(i, k, _count);
        var before = _arcs[pair];
        var after = PlanarArc.Intersect(before, arc);
        after = _isLine ? OnLine(before, after) : after;
        if (after is not null && (before is null || !before.SameAs(after)))
        {
            _arcs[pair] = after;
            changed.Enqueue((i, k));
        }
    }

    /// <summary>One of the two directions of the line when the other one is excluded.</summary>
    private static PlanarArc? OnLine(PlanarArc? before, PlanarArc arc)
    {
        double[] right = [1, 0], left = [-1, 0];
        return (arc.Contains(right), arc.Contains(left)) switch
        {
            (true, false) => new PlanarArc(right, right),
            (false, true) => new PlanarArc(left, left),
            _ => before,
        };
    }
}
