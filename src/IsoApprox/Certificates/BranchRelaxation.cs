using IsoApprox.Embeddings;
using IsoApprox.Numerics;

namespace IsoApprox.Certificates;

/// <summary>
/// Lower bounds of the nearest-embedding problem in dimension n when the differences x_ik = g_k - g_i of some pairs are confined to cones.
/// <para>Suppose some g has a value t below a level T. With s_a = max ||g_a - g_j|| over the class of a, m = 2 (HAUS) or 1 (ISO) and ||.|| replaced by w.x /
/// ||w|| &lt;= ||x||, it satisfies,
/// for any multipliers w, z (vectors) and y >= 0:
/// (0) HAUS ||w|| t - w.(g_i - f_i) >= 0; (1) same class ||w|| s_a - w.x_aj >= 0; (2) ISO ||w|| (D_ik + t) - w.x_ik >= 0; (3) same class s_a + m t >= D_aj;
/// (4) other class D_ak + m t >= s_a + alpha;
/// (5) z.x_ik >= y_i (s_i + alpha) + y_k (s_k + alpha) + y_t (D_ik - t) where z.v >= (y_i + y_k + y_t) ||v|| for the generators v of the cone of the pair
/// (y_i, y_k only for two classes, y_t only ISO):
/// then z.x >= (y_i + y_k + y_t) ||x|| in the whole cone, x = 0 included. If z falls short of it by delta ||v||, delta times the largest possible ||x_ik|| is
/// paid.</para>
/// <para>t minus all left sides plus right sides is minimised over a box in which the variables certainly lie; everything in interval arithmetic, so any
/// multipliers give a valid bound.</para>
/// </summary>
public sealed class BranchRelaxation
{
    private readonly NearestProblem _problem;
    private readonly Embedding _f;
    private readonly int _count;
    private readonly int _dimension;
    private readonly bool _isometric;
    private readonly double _level;
    private readonly Interval[] _distances;
    private readonly Interval[] _box;
    private readonly int[] _gauge;

    /// <summary>Creates the box. Cost O(N^2 n).</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="dimension">Dimension n of g, 1 to 3; HAUS: at least the dimension of the points, which are padded by zeros.</param>
    /// <param name="gauge">
    /// ISO: one to n + 1 different rows. The first is put at 0, number d has coordinate d not negative (d = 1, 2, ..) and, for d &lt; n, none after it: a
    /// motion of R^n. HAUS: empty.
    /// </param>
    /// <param name="level">T > 0, the value that is to be excluded.</param>
    /// <exception cref="ArgumentException">The arguments do not fit.</exception>
    public BranchRelaxation(NearestProblem problem, int dimension, ReadOnlySpan<int> gauge, double level)
    {
        ArgumentNullException.ThrowIfNull(problem);
        (_problem, _f, _count, _dimension, _level) = (problem, problem.Points, problem.Points.Count, dimension, level);
        _isometric = problem.Metric == NearestMetric.IsometricError;
        _gauge = gauge.ToArray();
        if (dimension is < 1 or > BranchDirections.LargestDimension || (!_isometric && _f.Dimension > dimension))
        {
            throw new ArgumentException(
                $"dimension {dimension}: give 1 to {BranchDirections.LargestDimension}, for d_haus at least the dimension {_f.Dimension} of the points");
        }

        if (!double.IsFinite(level) || level < 0)
        {
            throw new ArgumentException($"level {level}: give a finite number >= 0");
        }

        var fits = _isometric ? _gauge.Length >= 1 && _gauge.Length <= dimension + 1 : _gauge.Length == 0;
        if (!fits || _gauge.Distinct().Count() != _gauge.Length || Array.Exists(_gauge, i => (uint)i >= (uint)_count))
        {
            throw new ArgumentException("the gauge must name 1 to n + 1 different rows for d_iso, none for d_haus");
        }

        _distances = Distances();
        _box = Box();
    }

    /// <summary>N.</summary>
    public int Count => _count;

    /// <summary>Number of pairs i &lt; k.</summary>
    public int PairCount => _count * (_count - 1) / 2;

    /// <summary>True when the box is empty: no g has a value below the level.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>Number of the pair i &lt; k.</summary>
    /// <param name="i">First row.</param>
    /// <param name="k">Second row.</param>
    public int Pair(int i, int k) => Pair(i, k, _count);

    internal static int Pair(int i, int k, int count) => (i * ((2 * count) - i - 1) / 2) + k - i - 1;

    /// <summary>The cones before any branching: the direction of the first two rows of the gauge; null for the others.</summary>
    public double[][]?[] InitialCones()
    {
        var cones = new double[PairCount][][];
        if (_gauge.Length >= 2)
        {
            var axis = new double[_dimension];
            axis[0] = _gauge[0] < _gauge[1] ? 1 : -1;
            cones[Pair(Math.Min(_gauge[0], _gauge[1]), Math.Max(_gauge[0], _gauge[1]))] = [axis];
        }

        return cones;
    }

    /// <summary>
    /// Dimensions 1 and 2, before any branching: the direction of the first two rows of the gauge, and that the third row lies in the upper half plane, seen from
    /// both of them.
    /// </summary>
    public PlanarDirections InitialDirections()
    {
        double[] right = [1, 0], left = [-1, 0];
        var known = new List<(int I, int K, PlanarArc Arc)>();
        if (_gauge.Length >= 2)
        {
            known.Add((_gauge[0], _gauge[1], new PlanarArc(right, right)));
        }

        if (_gauge.Length == 3 && _dimension == 2)
        {
            known.Add((_gauge[0], _gauge[2], new PlanarArc(right, left)));
            known.Add((_gauge[1], _gauge[2], new PlanarArc(right, left)));
        }

        return new PlanarDirections(_f.Classes.ToArray(), _dimension == 1).With(known);
    }

    /// <summary>Enclosure of f_k - f_i, padded by zeros to n coordinates (HAUS); zero (ISO, where g itself is the variable).</summary>
    /// <param name="i">First row.</param>
    /// <param name="k">Second row.</param>
    public Interval[] BaseDifference(int i, int k)
    {
        var result = new Interval[_dimension];
        for (var d = 0; d < _f.Dimension && !_isometric; d++)
        {
            result[d] = (Interval)_f[k][d] - _f[i][d];
        }

        return result;
    }

    /// <summary>D_ik.</summary>
    /// <param name="i">First row.</param>
    /// <param name="k">Second row.</param>
    public Interval Distance(int i, int k) => _distances[(i * _count) + k];

    /// <summary>Bounds of a variable: n i + d is coordinate d of g_i - f_i (HAUS) or g_i (ISO), N n + a is s_a, N n + N is t.</summary>
    /// <param name="variable">Number of the variable.</param>
    public Interval Bounds(int variable) => _box[variable];

    /// <summary>
    /// The lower bound that a leaf's rows prove for t (or for 0 t, objective 0: a positive one shows that nothing is feasible). Negative infinity when the
    /// rows are malformed.
    /// </summary>
    /// <param name="rows">
    /// One after the other: kind, i, j and the multipliers: kinds 0, 1, 2 the n numbers of w (kind 0 has j = i); kinds 3, 4 y; kind 5, i &lt; j: y_i, y_j,
    /// y_t and the n numbers of z.
    /// </param>
    /// <param name="cones">Per pair the generators, or null.</param>
    /// <param name="objective">Coefficient of t.</param>
    public double Bound(ReadOnlySpan<double> rows, double[][]?[] cones, double objective = 1)
    {
        ArgumentNullException.ThrowIfNull(cones);
        if (IsEmpty)
        {
            return double.PositiveInfinity;
        }

        var sum = new BranchSum(_count, _dimension, objective);
        while (rows.Length > 0)
        {
            if (rows.Length < 4 || !IsRow(rows[1]) || !IsRow(rows[2]))
            {
                return double.NegativeInfinity;
            }

            var (i, j, length) = ((int)rows[1], (int)rows[2], rows[0] switch { 3 or 4 => 4, 5 => 6 + _dimension, _ => 3 + _dimension });
            if (rows.Length < length || !Add(sum, rows[0], i, j, rows[3..length], cones))
            {
                return double.NegativeInfinity;
            }

            rows = rows[length..];
        }

        return sum.Minimum(_box);
    }

    private bool IsRow(double value) => value >= 0 && value < _count && value == Math.Floor(value);

    private bool Add(BranchSum sum, double kind, int i, int j, ReadOnlySpan<double> values, double[][]?[] cones)
    {
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        var same = _f.Classes[i] == _f.Classes[j];
        var factor = _isometric ? 1 : 2;
        switch (kind)
        {
            case 0 when !_isometric && i == j:
                sum.AddVector(i, values, 1);
                sum.AddLevel(-BranchSum.Norm(values));
                return true;
            case 1 when same && i != j:
                sum.AddDifference(i, j, values, BaseDifference(i, j), 1);
                sum.AddRadius(i, -BranchSum.Norm(values));
                return true;
            case 2 when _isometric && i != j:
                sum.AddDifference(i, j, values, BaseDifference(i, j), 1);
                sum.AddLevel(-BranchSum.Norm(values));
                sum.AddConstant(-(BranchSum.Norm(values) * Distance(i, j)));
                return true;
            case 3 when same && values[0] >= 0:
                sum.AddRadius(i, -values[0]);
                sum.AddLevel(-factor * (Interval)values[0]);
                sum.AddConstant(values[0] * Distance(i, j));
                return true;
            case 4 when !same && values[0] >= 0:
                sum.AddRadius(i, values[0]);
                sum.AddLevel(-factor * (Interval)values[0]);
                sum.AddConstant(values[0] * (_problem.Margin - Distance(i, j)));
                return true;
            case 5 when i < j && values[0] >= 0 && values[1] >= 0 && values[2] >= 0 && cones[Pair(i, j)] is { } cone
                && (!same || (values[0] == 0 && values[1] == 0)) && (_isometric || values[2] == 0):
                AddDirection(sum, i, j, values, cone);
                return true;
            default:
                return false;
        }
    }

    private void AddDirection(BranchSum sum, int i, int j, ReadOnlySpan<double> values, double[][] cone)
    {
        var (first, second, level) = ((Interval)values[0], (Interval)values[1], (Interval)values[2]);
        var z = values[3..];
        var total = first + second + level;
        var shortfall = total - BranchDirections.LeastSlope(cone, z);
        if (shortfall.Upper > 0)
        {
            var reach = Distance(i, j) + ((_isometric ? 1 : 2) * (Interval)_level);
            sum.AddConstant(-(shortfall.Upper * (Interval)reach.Upper));
        }

        sum.AddDifference(i, j, z, BaseDifference(i, j), -1);
        sum.AddRadius(i, first);
        sum.AddRadius(j, second);
        sum.AddLevel(-level);
        sum.AddConstant(((first + second) * _problem.Margin) + (level * Distance(i, j)));
    }

    private Interval[] Distances()
    {
        var result = new Interval[_count * _count];
        for (var i = 0; i < _count; i++)
        {
            for (var k = 0; k < i; k++)
            {
                result[(i * _count) + k] = result[(k * _count) + i] = EnclosedDistance.Distance(_f[i], _f[k]);
            }
        }

        return result;
    }

    private Interval[] Box()
    {
        var box = new Interval[(_count * _dimension) + _count + 1];
        for (var i = 0; i < _count; i++)
        {
            var reach = _isometric ? (Distance(_gauge[0], i) + (i == _gauge[0] ? 0 : _level)).Upper : _level;
            box.AsSpan(i * _dimension, _dimension).Fill(new Interval(-reach, reach));
            box[(_count * _dimension) + i] = Radius(i);
        }

        for (var g = 1; g < _gauge.Length; g++)
        {
            var row = box.AsSpan(_gauge[g] * _dimension, _dimension);
            var least = g == 1 ? Math.Max(0, (Distance(_gauge[0], _gauge[1]) - _level).Lower) : 0;
            row[g - 1] = new Interval(Math.Min(least, row[g - 1].Upper), row[g - 1].Upper);
            row[g..].Clear();
        }

        box[^1] = new Interval(0, _level);
        return box;
    }

    /// <summary>s_a lies between the farthest positive less m T and the nearest negative plus m T less alpha; it is 0 for a class of one.</summary>
    private Interval Radius(int a)
    {
        var (low, high) = (0.0, double.MaxValue);
        var change = (_isometric ? 1 : 2) * (Interval)_level;
        for (var j = 0; j < _count; j++)
        {
            if (_f.Classes[j] == _f.Classes[a])
            {
                low = j == a ? low : Math.Max(low, (Distance(a, j) - change).Lower);
                continue;
            }

            high = Math.Min(high, (Distance(a, j) + change - _problem.Margin).Upper);
        }

        IsEmpty |= high < low;
        return _f.Members(_f.Classes[a]).Length == 1 ? 0 : new Interval(Math.Min(low, high), Math.Max(low, Math.Min(high, Farthest(a, change))));
    }

    private double Farthest(int a, Interval change)
    {
        var farthest = 0.0;
        foreach (var j in _f.Members(_f.Classes[a]))
        {
            farthest = j == a ? farthest : Math.Max(farthest, (Distance(a, j) + change).Upper);
        }

        return farthest;
    }
}
