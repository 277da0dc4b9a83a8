using IsoApprox.Arithmetic;
using IsoApprox.Certificates.Rank;

namespace IsoApprox.Certificates.FarCopies;

/// <summary>The points of one copy: centre p (exact mean), f_i = F_i - p, and how far they reach.</summary>
internal sealed class CopyShape
{
    private readonly RationalInstance _instance;
    private readonly IReadOnlyList<int> _rows;

    /// <summary>Measures a copy. Cost O(m^2).</summary>
    /// <param name="instance">Points of the plane.</param>
    /// <param name="rows">m rows.</param>
    internal CopyShape(RationalInstance instance, IReadOnlyList<int> rows)
    {
        (_instance, _rows) = (instance, rows);
        var (x, y) = (ExactRational.Zero, ExactRational.Zero);
        foreach (var row in rows)
        {
            (x, y) = (x + instance.Coordinate(row, 0), y + instance.Coordinate(row, 1));
        }

        Centre = (x / rows.Count, y / rows.Count);
        foreach (var row in rows)
        {
            var offset = IntervalVector.From(instance.Coordinate(row, 0) - Centre.X, instance.Coordinate(row, 1) - Centre.Y);
            Radius = Interval.Max(Radius, offset.Length);
            foreach (var other in rows)
            {
                Diameter = Interval.Max(Diameter, Difference(row, other).Length);
            }
        }
    }

    /// <summary>p.</summary>
    internal (ExactRational X, ExactRational Y) Centre { get; }

    /// <summary>Largest |f_i|.</summary>
    internal Interval Radius { get; }

    /// <summary>Largest distance.</summary>
    internal Interval Diameter { get; }

    /// <summary>m.</summary>
    internal int Count => _rows.Count;

    /// <summary>p - p' for another copy.</summary>
    internal IntervalVector From(CopyShape other) => IntervalVector.From(Centre.X - other.Centre.X, Centre.Y - other.Centre.Y);

    /// <summary>Rows of the class that appears first, and the others.</summary>
    internal (int[] First, int[] Second) Classes()
    {
        var own = _instance.Classes[_rows[0]];
        return ([.. _rows.Where(i => _instance.Classes[i] == own)], [.. _rows.Where(i => _instance.Classes[i] != own)]);
    }

    /// <summary>F_i - F_j for two rows.</summary>
    internal IntervalVector Difference(int i, int j) => IntervalVector.From(
        _instance.Coordinate(i, 0) - _instance.Coordinate(j, 0), _instance.Coordinate(i, 1) - _instance.Coordinate(j, 1));

    /// <summary>Lower bound of the width of the copy along a unit vector.</summary>
    internal double WidthAlong(IntervalVector direction)
    {
        var widest = 0.0;
        foreach (var i in _rows)
        {
            foreach (var j in _rows)
            {
                widest = Math.Max(widest, Difference(i, j).Dot(direction).Lower);
            }
        }

        return widest;
    }
}
