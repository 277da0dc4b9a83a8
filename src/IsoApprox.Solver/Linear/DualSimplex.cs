using static IsoApprox.Solver.Linear.DenseKernels;

namespace IsoApprox.Solver.Linear;

/// <summary>Why the dual simplex stopped.</summary>
internal enum SimplexEnd
{
    /// <summary>All constraints hold within the tolerance.</summary>
    Optimal,

    /// <summary>A violated constraint cannot be repaired: <see cref="DualSimplex.Ray"/> is a Farkas combination.</summary>
    Infeasible,

    /// <summary>The objective reached the cutoff.</summary>
    Cutoff,

    /// <summary>The pivot limit was reached or the basis became singular.</summary>
    Stalled,
}

/// <summary>
/// Dense dual simplex on a basis of D constraints (as many as variables): the vertex z solves g_b.z = h_b for b in the basis, the
/// multipliers y >= 0 solve sum y_b g_b = c. Each pivot takes a violated constraint in and, by the ratio test, one out. After a run of
/// degenerate pivots Bland's rule prevents cycling. Cost per pivot O(D^2) plus one pricing pass over the constraints; refactorised every 64
/// pivots. Multipliers are accurate to rounding only: rigorous bounds are recomputed from them by the caller.
/// </summary>
internal sealed class DualSimplex
{
    private const int RefactorEvery = 64;

    private readonly int _dimension;
    private readonly double[] _rows;
    private readonly double[] _inverse;
    private readonly double[] _sides;
    private readonly double[] _entering;
    private readonly double[] _image;
    private readonly double[] _column;
    private readonly BasisFactor _factor;
    private IConstraintSource _source = null!;
    private int _sinceFactor;

    /// <summary>Creates the work space.</summary>
    /// <param name="dimension">Number of variables D.</param>
    internal DualSimplex(int dimension)
    {
        _dimension = dimension;
        Basis = new int[dimension];
        Point = new double[dimension];
        Multipliers = new double[dimension];
        Ray = new double[dimension];
        _rows = new double[dimension * dimension];
        _inverse = new double[dimension * dimension];
        _sides = new double[dimension];
        _entering = new double[dimension];
        _image = new double[dimension];
        _column = new double[dimension];
        _factor = new BasisFactor(dimension);
    }

    /// <summary>Entries of the entering column that count as 0.</summary>
    internal double PivotTolerance { get; init; } = 1e-11;

    /// <summary>The constraints of the basis, length D.</summary>
    internal int[] Basis { get; }

    /// <summary>The vertex z.</summary>
    internal double[] Point { get; }

    /// <summary>Multipliers y of the basis, in its order.</summary>
    internal double[] Multipliers { get; }

    /// <summary>
    /// After <see cref="SimplexEnd.Infeasible"/>: weights of the basis that, with weight 1 on <see cref="RayConstraint"/>, sum to 0 = g.z
    /// >= h > 0.
    /// </summary>
    internal double[] Ray { get; }

    /// <summary>The constraint that could not be repaired.</summary>
    internal int RayConstraint { get; private set; } = -1;

    /// <summary>Pivots made since the work space was created.</summary>
    internal long Pivots { get; private set; }

    /// <summary>c.z.</summary>
    internal double Objective => Dot(_source.Cost, Point);

    /// <summary>Takes a dual feasible basis (a warm start after rows or sides changed, or a new one).</summary>
    /// <param name="source">The constraints and the cost.</param>
    /// <param name="basis">D linearly independent constraints with multipliers that are not negative; may be <see cref="Basis"/>
    /// itself.</param>
    /// <returns>False when the basis is singular.</returns>
    internal bool Start(IConstraintSource source, ReadOnlySpan<int> basis)
    {
        _source = source;
        basis.CopyTo(Basis);
        return Refactor();
    }

    /// <summary>Pivots until all constraints hold within the tolerance.</summary>
    /// <param name="tolerance">Accepted violation.</param>
    /// <param name="cutoff">Stop as soon as c.z, which never falls, reaches it.</param>
    /// <param name="maxPivots">Pivot limit.</param>
    internal SimplexEnd Solve(double tolerance, double cutoff = double.PositiveInfinity, int maxPivots = int.MaxValue)
    {
        var degenerate = 0;
        for (var pivots = 0; pivots < maxPivots; pivots++)
        {
            if (Objective >= cutoff)
            {
                return SimplexEnd.Cutoff;
            }

            if (_sinceFactor >= RefactorEvery && !Refactor())
            {
                return SimplexEnd.Stalled;
            }

            var bland = degenerate > 20 + (2 * _dimension);
            var id = bland ? _source.FirstViolated(Point, tolerance) : _source.MostViolated(Point, tolerance);
            if (id < 0)
            {
                if (_sinceFactor == 0)
                {
                    return SimplexEnd.Optimal;
                }

                if (!Refactor())
                {
                    return SimplexEnd.Stalled;
                }

                continue;
            }

            var side = Price(id);
            var leaving = RatioTest.Leaving(_source, Basis, Multipliers, _image, PivotTolerance, bland);
            if (leaving < 0 && bland)
            {
                leaving = RatioTest.Leaving(_source, Basis, Multipliers, _image, PivotTolerance, false);
            }

            if (leaving < 0)
            {
                KeepRay(id);
                return SimplexEnd.Infeasible;
            }

            degenerate = Pivot(id, side, leaving) > 0 ? 0 : degenerate + 1;
        }

        return SimplexEnd.Stalled;
    }

    /// <summary>Loads the entering row and its image B^-T g; returns its side h.</summary>
    private double Price(int id)
    {
        var side = _source.Row(id, _entering);
        Array.Clear(_image);
        for (var r = 0; r < _dimension; r++)
        {
            AddScaled(_image, _inverse.AsSpan(r * _dimension, _dimension), _entering[r]);
        }

        return side;
    }

    private void KeepRay(int id)
    {
        RayConstraint = id;
        for (var k = 0; k < _dimension; k++)
        {
            Ray[k] = -_image[k];
        }
    }

    /// <summary>Exchanges the constraints and returns the step of the dual objective.</summary>
    private double Pivot(int id, double side, int leaving)
    {
        var violation = side - Dot(_entering, Point);
        var scale = 1 / _image[leaving];
        for (var r = 0; r < _dimension; r++)
        {
            _column[r] = _inverse[(r * _dimension) + leaving] * scale;
        }

        for (var r = 0; r < _dimension; r++)
        {
            AddScaled(_inverse.AsSpan(r * _dimension, _dimension), _image, -_column[r]);
            _inverse[(r * _dimension) + leaving] = _column[r];
        }

        var artificial = _source.Kind(Basis[leaving]) == ConstraintKind.Artificial;
        var step = artificial ? 0 : Math.Max(Multipliers[leaving], 0) * scale;
        AddScaled(Multipliers, _image, -step);
        Multipliers[leaving] = step;
        AddScaled(Point, _column, violation);
        Basis[leaving] = id;
        Pivots++;
        _sinceFactor++;
        return step * violation;
    }

    private bool Refactor()
    {
        for (var k = 0; k < _dimension; k++)
        {
            _sides[k] = _source.Row(Basis[k], _rows.AsSpan(k * _dimension, _dimension));
        }

        if (!_factor.Invert(_rows, _inverse))
        {
            return false;
        }

        _sinceFactor = 0;
        Array.Clear(Multipliers);
        var cost = _source.Cost;
        for (var r = 0; r < _dimension; r++)
        {
            var row = _inverse.AsSpan(r * _dimension, _dimension);
            AddScaled(Multipliers, row, cost[r]);
            Point[r] = Dot(row, _sides);
        }

        return true;
    }
}
