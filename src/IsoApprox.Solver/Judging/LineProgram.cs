using IsoApprox.Certificates;
using IsoApprox.Embeddings;
using IsoApprox.Sets;
using IsoApprox.Solver.Linear;

namespace IsoApprox.Solver.Judging;

/// <summary>
/// The nearest embedding on a line, in a set of comparisons with margin alpha, as a mixed-integer program. On a line all differences
/// between two classes of a Triplet-Separated g have one weak sign, so the classes lie one after the other: o_AB = 1 when A is left of B.
/// With the hulls [l_A, u_A] of the classes, g is in the set exactly when for both ends x of each hull and each boundary L between levels
/// there is an s with s >= u_B - x, x - l_B for the classes B of a level below L seen from A (A itself among them), s + alpha &lt;= l_C - x
/// or x - u_C for the others, by o_AC, because a point inside a hull sees nothing that the end facing away from it does not see worse.
/// d_haus: the points of A are clamped to its hull, so l_A &lt;= min f(A) + t, u_A >= max f(A) - t. d_iso: a variable for each point, and a
/// binary for the order of two points of a class. All variables are displacements in units of U, just above an attained value: with t &lt;=
/// 1 no point moves farther than 1 (d_haus) or, the least point held and the order of the two outermost points kept by reflection, by -2 to
/// 1 (d_iso: |g_q - g_i| &lt;= D_iq + U and g_q >= D_pq - U). Classes and points that are farther apart have a fixed order.
/// </summary>
internal sealed class LineProgram
{
    /// <summary>Classes up to which the order's transitivity is written out.</summary>
    private const int TransitiveUpTo = 12;

    /// <summary>U is this much above the attained value, so that an engine's rounding does not cut off the optimum.</summary>
    private const double Room = 1.001;

    private readonly Embedding _f;
    private readonly double _unit;
    private readonly double _margin;
    private readonly SimilarityLevels _levels;
    private readonly IndicatorProgram _program = new();
    private readonly int _value;
    private readonly int[] _point = [];
    private readonly (int Left, int Right)[] _hull;
    private readonly (double Left, double Right)[] _range;
    private readonly int[,] _order;

    /// <summary>States the program.</summary>
    /// <param name="f">One coordinate.</param>
    /// <param name="metric">The distance.</param>
    /// <param name="levels">Levels between the classes; two levels give F_TS.</param>
    /// <param name="margin">alpha >= 0, length unit of the points.</param>
    /// <param name="attained">A value that is attained, > 0, length unit of the points.</param>
    /// <param name="lower">A bound below which no value is sought; 0 for a judge that may contradict it.</param>
    internal LineProgram(Embedding f, NearestMetric metric, SimilarityLevels levels, double margin, double attained, double lower)
    {
        (_f, _levels, _unit) = (f, levels, attained * Room);
        _margin = margin / _unit;
        var (least, most) = metric == NearestMetric.HausdorffLike ? (-1, 1) : (-2, 1);
        _value = _program.Variable(lower / _unit, 1, cost: 1);
        _range = [.. Enumerable.Range(0, f.ClassCount).Select(a => Range(f, a))];
        _hull = [.. _range.Select(_ => (_program.Variable(least, most), _program.Variable(least, most)))];
        _order = new int[f.ClassCount, f.ClassCount];
        for (var a = 0; a < f.ClassCount; a++)
        {
            for (var b = a + 1; b < f.ClassCount; b++)
            {
                _order[a, b] = _program.Binary();
            }
        }

        AddComparisons();
        AddTransitivity();
        if (metric == NearestMetric.HausdorffLike)
        {
            AddDisplacements();
        }
        else
        {
            _point = AddPoints(least, most);
            AddDistances();
        }

        Program = _program.Build();
    }

    /// <summary>The program; its value times <see cref="Unit"/> is the distance.</summary>
    internal MixedIntegerProgram Program { get; }

    /// <summary>U.</summary>
    internal double Unit => _unit;

    /// <summary>g of a solution.</summary>
    internal Embedding Points(double[] solution)
    {
        var g = new double[_f.Count];
        for (var i = 0; i < g.Length; i++)
        {
            var a = _f.Classes[i];
            var (left, right) = (_range[a].Left + (_unit * solution[_hull[a].Left]), _range[a].Right + (_unit * solution[_hull[a].Right]));
            g[i] = _point.Length > 0 ? _f[i][0] + (_unit * solution[_point[i]]) : Math.Clamp(_f[i][0], left, Math.Max(left, right));
        }

        return _f.WithPoints(g, 1);
    }

    private static (double Left, double Right) Range(Embedding f, int classNumber)
    {
        var (left, right) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var i in f.Members(classNumber))
        {
            (left, right) = (Math.Min(left, f[i][0]), Math.Max(right, f[i][0]));
        }

        return (left, right);
    }

    private double Units(double from, double to) => (to - from) / _unit;

    /// <summary>A row that must hold when class a is left (or right) of class b.</summary>
    private void AtLeastIfLeft(int a, int b, bool left, double side, params (int Variable, double Coefficient)[] terms) =>
        _program.AtLeastIf(_order[Math.Min(a, b), Math.Max(a, b)], left == a < b, side, terms);

    private void AddComparisons()
    {
        for (var a = 0; a < _f.ClassCount; a++)
        {
            _program.AtLeast(-Units(_range[a].Left, _range[a].Right), (_hull[a].Right, 1), (_hull[a].Left, -1));
            for (var boundary = 1; boundary < _levels.Count; boundary++)
            {
                AddCut(a, boundary, _range[a].Left, _hull[a].Left);
                AddCut(a, boundary, _range[a].Right, _hull[a].Right);
            }
        }
    }

    /// <summary>The end x = end + U displacement of class a as an anchor.</summary>
    private void AddCut(int a, int boundary, double end, int displacement)
    {
        var classes = Enumerable.Range(0, _f.ClassCount).ToLookup(b => _levels[a, b] < boundary);
        var farthest = classes[true].Max(b => Math.Max(Units(end, _range[b].Right), Units(_range[b].Left, end)));
        var radius = _program.Variable(0, Math.Max(0, farthest) + 4);
        foreach (var b in classes[true])
        {
            _program.AtLeast(Units(end, _range[b].Right), (radius, 1), (_hull[b].Right, -1), (displacement, 1));
            _program.AtLeast(Units(_range[b].Left, end), (radius, 1), (_hull[b].Left, 1), (displacement, -1));
        }

        foreach (var c in classes[false])
        {
            AtLeastIfLeft(a, c, true, _margin - Units(end, _range[c].Left), (_hull[c].Left, 1), (displacement, -1), (radius, -1));
            AtLeastIfLeft(a, c, false, _margin - Units(_range[c].Right, end), (displacement, 1), (_hull[c].Right, -1), (radius, -1));
        }
    }

    private void AddTransitivity()
    {
        for (var a = 0; a < _f.ClassCount && _f.ClassCount <= TransitiveUpTo; a++)
        {
            for (var b = a + 1; b < _f.ClassCount; b++)
            {
                for (var c = b + 1; c < _f.ClassCount; c++)
                {
                    var terms = new[] { (_order[a, b], 1.0), (_order[b, c], 1.0), (_order[a, c], -1.0) };
                    _program.AtLeast(0, terms);
                    _program.AtLeast(-1, [.. terms.Select(term => (term.Item1, -term.Item2))]);
                }
            }
        }
    }

    /// <summary>d_haus: the ends of the range of f(A) reach the hull by moves of at most t.</summary>
    private void AddDisplacements()
    {
        foreach (var (left, right) in _hull)
        {
            _program.AtLeast(0, (_value, 1), (left, -1));
            _program.AtLeast(0, (_value, 1), (right, 1));
        }
    }

    /// <summary>d_iso: the points within their hulls; the least point does not move.</summary>
    private int[] AddPoints(double least, double most)
    {
        var first = Enumerable.Range(0, _f.Count).MinBy(i => _f[i][0]);
        var point = new int[_f.Count];
        for (var i = 0; i < point.Length; i++)
        {
            var a = _f.Classes[i];
            point[i] = i == first ? _program.Variable(0, 0) : _program.Variable(least, most);
            _program.AtLeast(-Units(_range[a].Left, _f[i][0]), (point[i], 1), (_hull[a].Left, -1));
            _program.AtLeast(-Units(_f[i][0], _range[a].Right), (_hull[a].Right, 1), (point[i], -1));
        }

        return point;
    }

    /// <summary>
    /// With f_i &lt;= f_j: | |D + x_j - x_i| - D | &lt;= t, the sign of g_j - g_i by the order of the classes or by a binary of the pair.
    /// </summary>
    private void AddDistances()
    {
        var sorted = Enumerable.Range(0, _f.Count).OrderBy(i => _f[i][0]).ToArray();
        for (var p = 0; p < sorted.Length; p++)
        {
            for (var q = p + 1; q < sorted.Length; q++)
            {
                var (i, j) = (sorted[p], sorted[q]);
                var (x, y, distance) = (_point[i], _point[j], Units(_f[i][0], _f[j][0]));
                _program.AtLeast(0, (_value, 1), (x, 1), (y, -1));
                if (distance < 2)
                {
                    _program.AtLeast(-2 * distance, (_value, 1), (x, -1), (y, 1));
                }

                var (a, b) = (_f.Classes[i], _f.Classes[j]);
                var isOutermost = p == 0 && q == sorted.Length - 1;
                if (isOutermost || (a == b && distance > 2))
                {
                    _program.AtLeast(0, (_value, 1), (y, 1), (x, -1));
                    continue;
                }

                var (order, keeps) = a == b ? (_program.Binary(), true) : (_order[Math.Min(a, b), Math.Max(a, b)], a < b);
                _program.AtLeastIf(order, keeps, 0, (_value, 1), (y, 1), (x, -1));
                _program.AtLeastIf(order, !keeps, 2 * distance, (_value, 1), (y, -1), (x, 1));
            }
        }
    }
}
