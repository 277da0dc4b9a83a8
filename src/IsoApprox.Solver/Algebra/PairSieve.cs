using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IsoApprox.Solver.Algebra;

/// <summary>
/// Lists, for each of N points that move, all others within a distance of its own, by inner products in single precision: a sieve, which
/// may list a few that are farther and leaves out none that is nearer. The inner product of two points in n coordinates errs by at most
/// (n + 16) 2^-24 (|x|^2 + |y|^2) / 2, and that much is allowed for. Register blocks are 6 rows by 16 columns, two vectors each. Memory
/// O(N n).
/// </summary>
internal sealed class PairSieve
{
    private const int BlockRows = 6;
    private const int Lanes = 8;
    private const int PanelColumns = 2 * Lanes;
    private const double UnitRoundoff = 1.0 / (1 << 24);

    private readonly int _count;
    private readonly int _dimension;
    private readonly double _lessNorm;
    private readonly float[] _rows;
    private readonly float[] _panels;
    private readonly float[] _halfNorms;
    private readonly float[] _thresholds;
    private readonly double[] _middle;
    private readonly double[] _norms;
    private readonly int _longest;
    private readonly int[][] _lists;
    private readonly int[] _lengths;

    /// <param name="count">N.</param>
    /// <param name="dimension">n.</param>
    /// <param name="longest">A longer list is given up.</param>
    internal PairSieve(int count, int dimension, int longest)
    {
        (_count, _dimension, _longest, _lessNorm) = (count, dimension, longest, 1 - ((dimension + 16) * UnitRoundoff));
        var panels = (count + PanelColumns - 1) / PanelColumns;
        _rows = new float[(count + BlockRows - 1) / BlockRows * BlockRows * dimension];
        (_panels, _halfNorms) = (new float[panels * PanelColumns * dimension], new float[panels * PanelColumns]);
        _thresholds = new float[(count + BlockRows - 1) / BlockRows * BlockRows];
        (_middle, _norms, _lengths) = (new double[dimension], new double[count], new int[count]);
        _lists = [.. Enumerable.Repeat(Array.Empty<int>(), count)];
        Array.Fill(_halfNorms, float.PositiveInfinity);
        Array.Fill(_thresholds, float.PositiveInfinity);
    }

    /// <summary>Rows that a task takes: a multiple of the rows of a block.</summary>
    internal static int TaskRows => 4 * BlockRows;

    /// <summary>Takes the points. Cost O(N n).</summary>
    /// <param name="points">N n coordinates, row-major.</param>
    /// <param name="parallel">Null: one thread.</param>
    internal void Load(double[] points, ParallelOptions? parallel)
    {
        _middle.AsSpan().Clear();
        for (var i = 0; i < _count; i++)
        {
            VectorKernels.AddScaled(1.0 / _count, points.AsSpan(i * _dimension, _dimension), _middle);
        }

        ForEach.Run((_count + PanelColumns - 1) / PanelColumns, parallel, panel =>
        {
            var target = _panels.AsSpan(panel * PanelColumns * _dimension, PanelColumns * _dimension);
            for (var c = 0; c < PanelColumns && (panel * PanelColumns) + c < _count; c++)
            {
                var i = (panel * PanelColumns) + c;
                var norm = 0.0;
                for (var k = 0; k < _dimension; k++)
                {
                    var x = (float)(points[(i * _dimension) + k] - _middle[k]);
                    _rows[(i * _dimension) + k] = target[(k * PanelColumns) + c] = x;
                    norm += (double)x * x;
                }

                _norms[i] = norm;
                _halfNorms[i] = (float)(0.5 * _lessNorm * norm);
            }
        });
    }

    /// <summary>
    /// Lists for the points first..last - 1 all points within their limits, and perhaps a few more; themselves among them. Different
    /// ranges may be listed at once. Cost O((last - first) N n).
    /// </summary>
    /// <param name="first">First point, a multiple of <see cref="TaskRows"/>.</param>
    /// <param name="last">End, at most <see cref="TaskRows"/> on.</param>
    /// <param name="limit">Squared distance up to which point i needs the others; NaN: it needs none.</param>
    internal void List(int first, int last, Func<int, double> limit)
    {
        for (var i = first; i < last; i++)
        {
            // Columns behind the last point are at minus infinity, below every threshold.
            var threshold = (float)(0.5 * ((_lessNorm * _norms[i]) - limit(i)));
            _thresholds[i] = float.IsNaN(threshold) ? float.PositiveInfinity : Math.Max(float.MinValue, threshold);
            _lengths[i] = 0;
        }

        for (var panel = 0; panel < _halfNorms.Length / PanelColumns; panel++)
        {
            for (var row = first; row < last; row += BlockRows)
            {
                if (_thresholds.AsSpan(row, BlockRows).ContainsAnyExcept(float.PositiveInfinity))
                {
                    Block(row, panel);
                }
            }
        }
    }

    /// <summary>True when the list of a point is complete.</summary>
    internal bool IsComplete(int point) => _lengths[point] <= _longest;

    /// <summary>What was listed for a point, in ascending order.</summary>
    internal ReadOnlySpan<int> Of(int point) => _lists[point].AsSpan(0, _lengths[point]);

    /// <summary>x.y - |y|^2/2 against (|x|^2 - limit)/2 for six points x and sixteen y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Block(int row, int panel)
    {
        ref var x = ref _rows[row * _dimension];
        ref var y = ref _panels[panel * PanelColumns * _dimension];
        var n = (nuint)_dimension;
        var (a0, a1, b0, b1) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var (c0, c1, d0, d1) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var (e0, e1, f0, f1) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (nuint k = 0; k < n; k++)
        {
            var left = Vector256.LoadUnsafe(ref y, k * PanelColumns);
            var right = Vector256.LoadUnsafe(ref y, (k * PanelColumns) + Lanes);
            var v = Vector256.Create(Unsafe.Add(ref x, k));
            a0 = Vector256.FusedMultiplyAdd(v, left, a0);
            a1 = Vector256.FusedMultiplyAdd(v, right, a1);
            v = Vector256.Create(Unsafe.Add(ref x, k + n));
            b0 = Vector256.FusedMultiplyAdd(v, left, b0);
            b1 = Vector256.FusedMultiplyAdd(v, right, b1);
            v = Vector256.Create(Unsafe.Add(ref x, k + (2 * n)));
            c0 = Vector256.FusedMultiplyAdd(v, left, c0);
            c1 = Vector256.FusedMultiplyAdd(v, right, c1);
            v = Vector256.Create(Unsafe.Add(ref x, k + (3 * n)));
            d0 = Vector256.FusedMultiplyAdd(v, left, d0);
            d1 = Vector256.FusedMultiplyAdd(v, right, d1);
            v = Vector256.Create(Unsafe.Add(ref x, k + (4 * n)));
            e0 = Vector256.FusedMultiplyAdd(v, left, e0);
            e1 = Vector256.FusedMultiplyAdd(v, right, e1);
            v = Vector256.Create(Unsafe.Add(ref x, k + (5 * n)));
            f0 = Vector256.FusedMultiplyAdd(v, left, f0);
            f1 = Vector256.FusedMultiplyAdd(v, right, f1);
        }

        // All masks before the first call: no vector is to live across one.
        ref var half = ref _halfNorms[panel * PanelColumns];
        ref var threshold = ref _thresholds[row];
        var low = Vector256.LoadUnsafe(ref half);
        var high = Vector256.LoadUnsafe(ref half, Lanes);
        var first = Mask(a0 - low, a1 - high, threshold);
        var second = Mask(b0 - low, b1 - high, Unsafe.Add(ref threshold, 1));
        var third = Mask(c0 - low, c1 - high, Unsafe.Add(ref threshold, 2));
        var fourth = Mask(d0 - low, d1 - high, Unsafe.Add(ref threshold, 3));
        var fifth = Mask(e0 - low, e1 - high, Unsafe.Add(ref threshold, 4));
        var sixth = Mask(f0 - low, f1 - high, Unsafe.Add(ref threshold, 5));
        if ((first | second | third | fourth | fifth | sixth) != 0)
        {
            Append(row, panel, first);
            Append(row + 1, panel, second);
            Append(row + 2, panel, third);
            Append(row + 3, panel, fourth);
            Append(row + 4, panel, fifth);
            Append(row + 5, panel, sixth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Mask(Vector256<float> low, Vector256<float> high, float threshold) =>
        Vector256.GreaterThanOrEqual(low, Vector256.Create(threshold)).ExtractMostSignificantBits()
            | (Vector256.GreaterThanOrEqual(high, Vector256.Create(threshold)).ExtractMostSignificantBits() << Lanes);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Append(int row, int panel, uint mask)
    {
        if (mask == 0 || _lengths[row] > _longest)
        {
            return;
        }

        ref var list = ref _lists[row];
        ref var length = ref _lengths[row];
        if (length + PanelColumns > list.Length)
        {
            Array.Resize(ref list, Math.Max(4 * PanelColumns, 2 * list.Length));
        }

        for (; mask != 0; mask &= mask - 1)
        {
            list[length++] = (panel * PanelColumns) + BitOperations.TrailingZeroCount(mask);
        }
    }
}
