using IsoApprox.Certificates.Direction;

namespace IsoApprox.Solver.Directions;

/// <summary>The multipliers of a node that are not 0.</summary>
internal sealed record NodeMultipliers
{
    /// <summary>Rows of f.</summary>
    internal required int[] Rows { get; init; }

    /// <summary>mu, one for each of the rows.</summary>
    internal required double[] Weights { get; init; }

    /// <summary>h, n numbers of each of the rows; empty without a margin.</summary>
    internal required double[] Slopes { get; init; }

    /// <summary>alpha.</summary>
    internal required double Margin { get; init; }

    internal required (DirectionSubject Subject, AcuteCone Cone)[] Cones { get; init; }

    /// <summary>lambda and nu; with a margin an anchor's own lambda is among them: it counts in the balance only.</summary>
    internal required ComparisonMultiplier[] Comparisons { get; init; }

    internal required ConeMultiplier[] Conics { get; init; }

    internal required LineMultiplier[] Lines { get; init; }

    /// <summary>Takes them from a Lagrangian.</summary>
    /// <param name="lagrangian">The Lagrangian.</param>
    /// <param name="x">Where it was evaluated last.</param>
    internal static NodeMultipliers From(NodeLagrangian lagrangian, double[] x)
    {
        var points = lagrangian.Points;
        var (comparisons, conics, lines) = (new List<ComparisonMultiplier>(), new List<ConeMultiplier>(), new List<LineMultiplier>());
        for (var i = 0; i < points.Count; i++)
        {
            var row = lagrangian.Comparisons.Multipliers.AsSpan(i * points.Stride, points.Count);
            for (var j = 0; j < row.Length; j++)
            {
                if (row[j] > 0 && (i != j || lagrangian.Margin > 0))
                {
                    comparisons.Add(new ComparisonMultiplier(i, j, row[j]));
                }
            }
        }

        for (var q = 0; q < lagrangian.Cones.Count; q++)
        {
            var cone = lagrangian.Cones[q];
            foreach (var (a, b, e) in cone.Cross.Active())
            {
                conics.Add(new ConeMultiplier(q, ConeTermKind.Cross, cone.First.Start + a, cone.Second.Start + b, cone.Cross[e].ToArray()));
            }

            Take(q, ConeTermKind.FirstAnchor, cone.FirstSide);
            Take(q, ConeTermKind.SecondAnchor, cone.SecondSide);
        }

        return new NodeMultipliers
        {
            Rows = points.Rows,
            Weights = (double[])lagrangian.Weights.Clone(),
            Slopes = lagrangian.Margin > 0 ? SlopesOf(points, x, lagrangian.Comparisons.Smoothing) : [],
            Margin = lagrangian.Margin,
            Cones = [.. lagrangian.Cones.Select(c => (c.Subject, c.Cone))],
            Comparisons = [.. comparisons],
            Conics = [.. conics],
            Lines = [.. lines],
        };

        void Take(int cone, ConeTermKind kind, ConeSide side)
        {
            foreach (var (a, b, e) in side.Cones.Active())
            {
                conics.Add(new ConeMultiplier(cone, kind, side.Anchors.Start + a, side.Positives.Start + b, side.Cones[e].ToArray()));
            }

            for (var e = 0; e < side.Lines.Length; e++)
            {
                var value = side.HasLevel ? side.Lines[e] : 1;
                if (value > 0 && !side.Cones.IsIdle)
                {
                    lines.Add(new LineMultiplier(cone, kind, side.Others.Start + e, value));
                }
            }
        }
    }

    /// <summary>g/s in the first n coordinates, from the first point of each class.</summary>
    private static double[] SlopesOf(NodePoints points, double[] x, double smoothing)
    {
        var slopes = new double[points.Count * points.Dimension];
        for (var e = 0; e < slopes.Length; e++)
        {
            var (i, k) = (e / points.Dimension, e % points.Dimension);
            slopes[e] = (x[(k * points.Stride) + i] - x[(k * points.Stride) + points.BlockStart[i]]) / smoothing;
        }

        return slopes;
    }

    /// <summary>Gives them to a Lagrangian of other points and cones, where the points and the subjects are the same.</summary>
    internal void CopyTo(NodeLagrangian lagrangian)
    {
        var points = lagrangian.Points;
        var local = Array.ConvertAll(Rows, row => points.Local.TryGetValue(row, out var i) ? i : -1);
        Array.Clear(lagrangian.Weights);
        var (sum, known) = (0.0, 0);
        for (var i = 0; i < local.Length; i++)
        {
            if (local[i] >= 0)
            {
                lagrangian.Weights[local[i]] = Weights[i];
                (sum, known) = (sum + Weights[i], known + 1);
            }
        }

        if (!(sum > 0))
        {
            Array.Fill(lagrangian.Weights, 1.0 / points.Count);
        }
        else
        {
            for (var i = 0; i < points.Count; i++)
            {
                lagrangian.Weights[i] /= sum;
            }
        }

        foreach (var (anchor, other, value) in Comparisons)
        {
            if (local[anchor] >= 0 && local[other] >= 0)
            {
                lagrangian.Comparisons.Multipliers[(local[anchor] * points.Stride) + local[other]] = value;
            }
        }

        lagrangian.Comparisons.Prepare();
        var places = Array.ConvertAll(Cones, c => lagrangian.Cones.FirstOrDefault(x => x.Subject == c.Subject));
        foreach (var (cone, kind, first, second, value) in Conics)
        {
            if (places[cone] is not { } target || local[first] < 0 || local[second] < 0)
            {
                continue;
            }

            var (a, b) = (local[first], local[second]);
            if (kind == ConeTermKind.Cross)
            {
                target.Cross.Set(((a - target.First.Start) * (target.Second.End - target.Second.Start)) + b - target.Second.Start, value);
            }
            else
            {
                var side = kind == ConeTermKind.FirstAnchor ? target.FirstSide : target.SecondSide;
                side.Cones.Set(((a - side.Anchors.Start) * (side.Positives.End - side.Positives.Start)) + b - side.Positives.Start, value);
            }
        }

        foreach (var (cone, kind, row, value) in Lines)
        {
            if (places[cone] is { } target && local[row] >= 0)
            {
                var side = kind == ConeTermKind.FirstAnchor ? target.FirstSide : target.SecondSide;
                side.Lines[local[row] - side.Others.Start] = value;
            }
        }
    }
}
