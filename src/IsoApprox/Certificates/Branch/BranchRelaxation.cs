using IsoApprox.Arithmetic;
using IsoApprox.Embeddings;

namespace IsoApprox.Certificates.Branch;

/// <summary>
/// Lower bounds of the nearest-embedding problem in dimension n when the differences x_ik = g_k - g_i of some pairs are confined to cones.
/// <para>Suppose some g of the set has a value t below a level T. Its radii (<see cref="BranchRadii"/>) satisfy ||x_aj|| &lt;= s for rows j
/// near in their sense and
/// s + alpha &lt;= ||x_ak|| for rows k far in it. With m = 2 (HAUS) or 1 (ISO) and ||.|| replaced by w.x / ||w|| &lt;= ||x||, g satisfies,
/// for any multipliers w, z
/// (vectors) and y >= 0:
/// (0) HAUS ||w|| t - w.(g_i - f_i) >= 0; (1) j near to a: ||w|| s - w.x_aj >= 0; (2) ISO ||w|| (D_ik + t) - w.x_ik >= 0; (3) j near to a:
/// s + m t >= D_aj;
/// (4) k far from a: D_ak + m t >= s + alpha;
/// (5) z.x_ik >= y_i (s_i + alpha) + y_k (s_k + alpha) + y_t (D_ik - t) where z.v >= (y_i + y_k + y_t) ||v|| for the generators v of the
/// cone of the pair
/// (y_i only where k is far from i, y_k only where i is far from k, y_t only ISO):
/// then z.x >= (y_i + y_k + y_t) ||x|| in the whole cone, x = 0 included. If z falls short of it by delta ||v||, delta times the largest
/// possible ||x_ik|| is
/// paid.</para>
/// <para>t minus all left sides plus right sides is minimised over a box in which the variables certainly lie; everything in interval
/// arithmetic, so any
/// multipliers give a valid bound.</para>
/// </summary>
public sealed class BranchRelaxation
{
    private readonly Embedding _f;
    private readonly int _count;
    private readonly int _dimension;
    private readonly bool _isometric;
    private readonly double _level;
    private readonly Interval[] _distances;
    private readonly BranchBox _box;
    private readonly BranchRadii _radii;
    private readonly int[] _gauge;

    /// <summary>Creates the box. Cost O(N^2 n).</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="dimension">Dimension n of g, 1 to 3; HAUS: at least the dimension of the points, which are padded by zeros.</param>
    /// <param name="gauge">ISO: one to n + 1 different rows. The first is put at 0, number d has coordinate d not negative (d = 1, 2, ..)
    /// and, for d &lt; n, none after it: a motion of R^n. HAUS: empty.</param>
    /// <param name="level">T > 0, the value that is to be excluded.</param>
    /// <exception cref="ArgumentException">The arguments do not fit.</exception>
    public BranchRelaxation(Problem problem, int dimension, ReadOnlySpan<int> gauge, double level)
    {
        ArgumentNullException.ThrowIfNull(problem);
        (_f, _count, _dimension, _level) = (problem.Points, problem.Points.Count, dimension, level);
        _isometric = problem.Metric == NearestMetric.IsometricError;
        _gauge = gauge.ToArray();
        if (dimension is < 1 or > BranchDirections.LargestDimension || (!_isometric && _f.Dimension > dimension))
        {
            throw new ArgumentException(
                $"dimension {dimension}: give 1 to {BranchDirections.LargestDimension}, for d_haus at least the dimension {_f.Dimension} "
                    + $"of the points");
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
        _radii = new BranchRadii(problem);
        _box = new BranchBox(this, _gauge, _isometric, level);
    }

    /// <summary>N.</summary>
    public int Count => _count;

    /// <summary>n.</summary>
    public int Dimension => _dimension;

    /// <summary>T.</summary>
    public double Level => _level;

    /// <summary>Number of pairs i &lt; k.</summary>
    public int PairCount => _count * (_count - 1) / 2;

    /// <summary>True when the box is empty: no g has a value below the level.</summary>
    public bool IsEmpty => _box.IsEmpty;

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

    /// <summary>The radii and their roles.</summary>
    public BranchRadii Radii => _radii;

    /// <summary>
    /// Bounds of a variable: n i + d is coordinate d of g_i - f_i (HAUS) or g_i (ISO), N n + r is radius r, the last one is t.
    /// </summary>
    /// <param name="variable">Number of the variable.</param>
    public Interval Bounds(int variable) => _box.Bounds[variable];

    /// <summary>
    /// The lower bound that a leaf's rows prove for t (or for 0 t, objective 0: a positive one shows that nothing is feasible). Negative
    /// infinity when the rows are malformed.
    /// </summary>
    /// <param name="rows">One after the other: kind, i, j and the multipliers: kinds 0, 1, 2 the n numbers of w (kind 0 has j = i); kinds
    /// 3, 4 y; kind 5, i &lt; j: y_i, y_j, y_t and the n numbers of z.</param>
    /// <param name="cones">Per pair the generators, or null.</param>
    /// <param name="objective">Coefficient of t.</param>
    public double Bound(ReadOnlySpan<double> rows, double[][]?[] cones, double objective = 1)
    {
        ArgumentNullException.ThrowIfNull(cones);
        if (IsEmpty)
        {
            return double.PositiveInfinity;
        }

        var sum = new BranchSum(_count, _dimension, _radii.Count, objective);
        while (rows.Length > 0)
        {
            if (rows.Length < 4 || !IsRow(rows[1]) || !IsRow(rows[2]))
            {
                return double.NegativeInfinity;
            }

            var (i, j, length) = ((int)rows[1], (int)rows[2], RowLength(rows[0], _dimension));
            if (rows.Length < length || !Add(sum, rows[0], i, j, rows[3..length], cones))
            {
                return double.NegativeInfinity;
            }

            rows = rows[length..];
        }

        return sum.Minimum(_box.Bounds);
    }

    /// <summary>How many numbers a row of <see cref="Bound"/> has.</summary>
    /// <param name="kind">Its first number.</param>
    /// <param name="dimension">n.</param>
    public static int RowLength(double kind, int dimension) => kind switch { 3 or 4 => 4, 5 => 6 + dimension, _ => 3 + dimension };

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

        var (near, far, factor) = (_radii.Near(i, j), _radii.Far(i, j), _isometric ? 1 : 2);
        switch (kind)
        {
            case 0 when !_isometric && i == j:
                sum.AddVector(i, values, 1);
                sum.AddLevel(-BranchSum.Norm(values));
                return true;
            case 1 when near >= 0 && i != j:
                sum.AddDifference(i, j, values, BaseDifference(i, j), 1);
                sum.AddRadius(near, -BranchSum.Norm(values));
                return true;
            case 2 when _isometric && i != j:
                sum.AddDifference(i, j, values, BaseDifference(i, j), 1);
                sum.AddLevel(-BranchSum.Norm(values));
                sum.AddConstant(-(BranchSum.Norm(values) * Distance(i, j)));
                return true;
            case 3 when near >= 0 && values[0] >= 0:
                sum.AddRadius(near, -values[0]);
                sum.AddLevel(-factor * (Interval)values[0]);
                sum.AddConstant(values[0] * Distance(i, j));
                return true;
            case 4 when far >= 0 && values[0] >= 0:
                sum.AddRadius(far, values[0]);
                sum.AddLevel(-factor * (Interval)values[0]);
                sum.AddConstant(values[0] * (_radii.Margin - Distance(i, j)));
                return true;
            case 5 when i < j && values[0] >= 0 && values[1] >= 0 && values[2] >= 0 && cones[Pair(i, j)] is { } cone
                && (far >= 0 || values[0] == 0) && (_radii.Far(j, i) >= 0 || values[1] == 0) && (_isometric || values[2] == 0):
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
        AddFar(sum, i, j, first);
        AddFar(sum, j, i, second);
        sum.AddLevel(-level);
        sum.AddConstant(((first + second) * _radii.Margin) + (level * Distance(i, j)));
    }

    private void AddFar(BranchSum sum, int anchor, int row, Interval multiplier)
    {
        if (_radii.Far(anchor, row) is >= 0 and var radius)
        {
            sum.AddRadius(radius, multiplier);
        }
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
}
