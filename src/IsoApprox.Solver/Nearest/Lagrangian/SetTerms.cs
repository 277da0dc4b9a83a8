using IsoApprox.Kernels;
using IsoApprox.Solver.Algebra;
using IsoApprox.Solver.Nearest.Scaling;

namespace IsoApprox.Solver.Nearest.Lagrangian;

/// <summary>
/// The comparisons and thresholds of the set as terms of the augmented Lagrangian. Few points or an objective that needs them: all squared
/// distances are kept, N x N. Many points: squared distances are computed tile by tile and never kept, memory O(N d), or together where N
/// is at most about d, and pairs in <see cref="CoordinateBlocks"/>; only the far positions in lists are looked at, and a row for which
/// more than its list covers may count is computed in full, so that the value is that of all pairs. In few coordinates lists last while the
/// points move little (<see cref="NeighbourLists"/>), in many they are made anew by a <see cref="PairSieve"/> each time.
/// </summary>
internal sealed class SetTerms : ISetTerms
{
    private const int Rows = 24;

    /// <summary>
    /// From here on tiles are made of inner products, twice as fast. Their errors are absolute, 1e-13 of the squared norms; so little
    /// matters, because the terms are differences of squared distances. Margins and thresholds need the digits of small distances.
    /// </summary>
    private const int ProductsFrom = 1024;

    /// <summary>From here on, in points and coordinates, lists come from a sieve. Below, lists that last are as fast.</summary>
    private const int SieveFrom = 4000;
    private const int SieveFromDimension = 48;

    /// <summary>Longest lists that pay, as a share of the points: where one half of the pairs gives all distances less.</summary>
    private const double LongestShare = 0.25;
    private const double LongestShareOfHalf = 0.12;

    /// <summary>More rows than N over this without a sufficient list: all rows are computed tile by tile.</summary>
    private const int SingleRows = 8;

    private readonly SearchProblem _problem;
    private readonly SquaredMatrix? _squared;
    private readonly PairTiles? _tiles;
    private readonly CoordinateBlocks? _blocks;
    private readonly IFarLists? _lists;
    private readonly ListedRows? _listed;
    private readonly RowTerms _rows;
    private readonly TransposedRows _transposed;
    private readonly double[] _gradient;
    private readonly bool[] _covered;
    private readonly List<int> _single = [];
    private readonly ThreadLocal<RowScratch> _scratch;

    /// <param name="problem">The problem.</param>
    /// <param name="keepsDistances">True: all squared distances are kept.</param>
    /// <param name="sieves">Whether lists come from a sieve; null: where that is faster.</param>
    internal SetTerms(SearchProblem problem, bool keepsDistances, bool? sieves = null)
    {
        var (n, d) = (problem.Count, problem.Dimension);
        _problem = problem;
        _squared = keepsDistances || SquaredMatrix.IsWide(n, d) ? new SquaredMatrix(n, d) : null;
        _blocks = SquaredMatrix.IsWide(n, d) && !keepsDistances && sieves != true ? new CoordinateBlocks(n, d) : null;
        _tiles = _squared is null ? new PairTiles(n, d, n < ProductsFrom || problem.Margin > 0 || problem.HasThresholds) : null;

        (_rows, _transposed, _gradient, _covered) = (new RowTerms(problem), new TransposedRows(n), new double[n * d], new bool[n]);
        _lists = keepsDistances ? null
            : sieves ?? (n >= SieveFrom && d >= SieveFromDimension && _blocks is null) ? new SievedLists(problem, _rows)
            : new NeighbourLists(n, d, _blocks is null ? LongestShare : LongestShareOfHalf);
        _listed = _lists is null ? null : new ListedRows(problem.Order, d, _lists, _rows, _blocks);
        var tile = _tiles?.TileLength(Rows) ?? 0;
        _scratch = new ThreadLocal<RowScratch>(() => new RowScratch(tile, n));
    }

    /// <inheritdoc/>
    public SparseRows Multipliers => _rows.Cuts.Multipliers;

    /// <inheritdoc/>
    public SparseRows? Thresholds => _rows.Thresholds?.Multipliers;

    /// <inheritdoc/>
    public double[] Stiffness => _rows.Cuts.Stiffness;

    /// <inheritdoc/>
    public double Smoothing
    {
        get => _rows.Cuts.Smoothing;
        set => _rows.Cuts.Smoothing = value;
    }

    /// <inheritdoc/>
    public double Violation { get; private set; }

    /// <inheritdoc/>
    public double[] Squared => _lists is null ? _squared!.Values : [];

    /// <summary>Evaluations that took the lists.</summary>
    internal int ListedEvaluations { get; private set; }

    /// <inheritdoc/>
    /// <remarks>The slack is an extra squared distance demanded between near and far, and a relative tightening of thresholds.</remarks>
    public double Evaluate(double[] g, double penalty, double slack, Span<double> gradient, ParallelOptions? parallel)
    {
        _lists?.Move(g, parallel);
        _blocks?.Load(g, parallel);
        if (_lists is null || !EvaluateListed(g, penalty, slack, parallel))
        {
            EvaluateAll(g, penalty, slack, parallel);
        }

        AddGradient(g, gradient, parallel);
        (var value, Violation) = _rows.Total();
        return value;
    }

    /// <inheritdoc/>
    public double Update(double[] zeros) => _rows.Update(zeros);

    /// <summary>All rows; makes new lists, where there are any, when these would last.</summary>
    private void EvaluateAll(double[] g, double penalty, double slack, ParallelOptions? parallel)
    {
        var renewed = _lists?.Renew(_problem.Radius) ?? false;
        if (_squared is null)
        {
            EvaluateTiles(g, penalty, slack, parallel, renewed);
            return;
        }

        _squared.Fill(g, parallel);
        var n = _problem.Count;
        ForEach.Run(n, parallel, p =>
        {
            var scratch = _scratch.Value!;
            _squared.Values.AsSpan(p * n, n).CopyTo(scratch.Row);
            EvaluateComplete(p, scratch.Row, scratch, penalty, slack, renewed);
        });
    }

    private void EvaluateTiles(double[] g, double penalty, double slack, ParallelOptions? parallel, bool renewed)
    {
        var n = _problem.Count;
        _tiles!.Load(g);
        ForEach.Run((n + Rows - 1) / Rows, parallel, s =>
        {
            var (scratch, first) = (_scratch.Value!, s * Rows);
            var count = Math.Min(Rows, n - first);
            _tiles.SquaredDistances(first, count, scratch.Tile);
            for (var r = 0; r < count; r++)
            {
                EvaluateComplete(first + r, scratch.Tile.AsSpan(r * _tiles.Stride, n), scratch, penalty, slack, renewed);
            }
        });
    }

    /// <summary>
    /// Rows from their lists, the few others in full; false when there are no lists or too many rows are not covered by theirs.
    /// </summary>
    private bool EvaluateListed(double[] g, double penalty, double slack, ParallelOptions? parallel)
    {
        if (!_lists!.AreOfUse)
        {
            return false;
        }

        var (n, d) = (_problem.Count, _problem.Dimension);
        _listed!.Prepare(parallel);
        ForEach.Run((n + Rows - 1) / Rows, parallel, s =>
        {
            for (var p = s * Rows; p < Math.Min(n, (s + 1) * Rows); p++)
            {
                _covered[p] = EvaluateListed(p, g, _scratch.Value!, penalty, slack);
            }
        });
        FindUncovered();
        if (_single.Count > 0 && _lists.Extend(_single, parallel))
        {
            ForEach.Run(_single.Count, parallel, s =>
                _covered[_single[s]] = EvaluateListed(_single[s], g, _scratch.Value!, penalty, slack));
            FindUncovered();
        }

        if (_single.Count > n / SingleRows)
        {
            return false;
        }

        ForEach.Run(_single.Count, parallel, s =>
        {
            var (p, scratch) = (_single[s], _scratch.Value!);
            VectorKernels.SquaredDistances(g.AsSpan(p * d, d), g, d, 0, n, scratch.Row);
            scratch.Row[p] = 0;
            EvaluateComplete(p, scratch.Row, scratch, penalty, slack, true);
        });
        ListedEvaluations++;
        return true;
    }

    private void FindUncovered()
    {
        _single.Clear();
        for (var p = 0; p < _covered.Length; p++)
        {
            if (!_covered[p])
            {
                _single.Add(p);
            }
        }
    }

    /// <summary>A complete row, which is overwritten; lists the far positions of its anchor anew when asked to.</summary>
    private void EvaluateComplete(int at, Span<double> row, RowScratch scratch, double penalty, double slack, bool list)
    {
        _rows.Evaluate(at, row, ListedFar.Complete, scratch, penalty, slack);
        if (list)
        {
            _rows.Include(at, row);
            _lists!.List(at, row, _problem.Order.Kept(_problem.Order.Classes[at]), _rows.Needed(at), _rows.Unit);
        }
    }

    /// <summary>A row from its list; false when a position that is not listed might count.</summary>
    private bool EvaluateListed(int at, double[] g, RowScratch scratch, double penalty, double slack)
    {
        var reach = _lists!.Reach(at);
        if (reach < _rows.Needed(at))
        {
            return false;
        }

        _listed!.Fill(at, g, scratch);
        var covered = Math.Pow(Math.Max(0, reach), 2);
        return _rows.Evaluate(at, scratch.Row, new ListedFar(_lists.Of(at), covered), scratch, penalty, slack) <= covered;
    }

    /// <summary>Each position's gradient from its own constraints and from those of other anchors that name it, in a fixed order.</summary>
    private void AddGradient(double[] g, Span<double> gradient, ParallelOptions? parallel)
    {
        var (n, d, factor) = (_problem.Count, _problem.Dimension, 2 * _problem.Radius);
        _transposed.Build(_rows.Derivatives);
        if (_blocks is not null)
        {
            _gradient.AsSpan().Clear();
            _blocks.AddDifferences(_rows.Derivatives, _transposed, factor, _gradient, parallel);
        }
        else
        {
            ForEach.Run((n + Rows - 1) / Rows, parallel, s =>
            {
                for (var q = s * Rows; q < Math.Min(n, (s + 1) * Rows); q++)
                {
                    var row = _gradient.AsSpan(q * d, d);
                    row.Clear();
                    PairTiles.AddDifferences(g, d, q, _rows.Derivatives.Columns(q), _rows.Derivatives.Values(q), factor, row);
                    PairTiles.AddDifferences(g, d, q, _transposed.Columns(q), _transposed.Values(q), factor, row);
                }
            });
        }

        VectorKernels.AddScaled(1, _gradient, gradient);
    }
}
