using System.Runtime.CompilerServices;

namespace IsoApprox.Kernels;

/// <summary>factor sum_p w_p (own - x_rows[p]) for a list of rows; four vectors of sums stay in registers over the whole list.</summary>
internal readonly unsafe struct DifferenceSum(
    double* points, int dimension, double* own, int* rows, double* weights, int count, double factor)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void AddTo<TLanes, T>(double* output)
        where TLanes : struct, ILanes<T, double>
        where T : struct
    {
        double* x = points, y = own, w = weights;
        var row = rows;
        var (length, n) = (count, dimension);
        var k = 0;
        for (; k + (4 * TLanes.Count) <= n; k += 4 * TLanes.Count)
        {
            T a = default, b = default, c = default, d = default;
            var (ya, yb) = (TLanes.Load(y + k), TLanes.Load(y + k + TLanes.Count));
            var (yc, yd) = (TLanes.Load(y + k + (2 * TLanes.Count)), TLanes.Load(y + k + (3 * TLanes.Count)));
            for (var p = 0; p < length; p++)
            {
                var other = x + (row[p] * (long)n) + k;
                var weight = TLanes.Create(w[p]);
                a = TLanes.MultiplyAdd(weight, TLanes.Subtract(ya, TLanes.Load(other)), a);
                b = TLanes.MultiplyAdd(weight, TLanes.Subtract(yb, TLanes.Load(other + TLanes.Count)), b);
                c = TLanes.MultiplyAdd(weight, TLanes.Subtract(yc, TLanes.Load(other + (2 * TLanes.Count))), c);
                d = TLanes.MultiplyAdd(weight, TLanes.Subtract(yd, TLanes.Load(other + (3 * TLanes.Count))), d);
            }

            Add<TLanes, T>(a, output + k);
            Add<TLanes, T>(b, output + k + TLanes.Count);
            Add<TLanes, T>(c, output + k + (2 * TLanes.Count));
            Add<TLanes, T>(d, output + k + (3 * TLanes.Count));
        }

        for (; k + TLanes.Count <= n; k += TLanes.Count)
        {
            T a = default;
            var ya = TLanes.Load(y + k);
            for (var p = 0; p < length; p++)
            {
                a = TLanes.MultiplyAdd(TLanes.Create(w[p]), TLanes.Subtract(ya, TLanes.Load(x + (row[p] * (long)n) + k)), a);
            }

            Add<TLanes, T>(a, output + k);
        }

        for (; k < n; k++)
        {
            var sum = 0.0;
            for (var p = 0; p < length; p++)
            {
                sum = Math.FusedMultiplyAdd(w[p], y[k] - x[(row[p] * (long)n) + k], sum);
            }

            output[k] = Math.FusedMultiplyAdd(factor, sum, output[k]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add<TLanes, T>(T sum, double* output)
        where TLanes : struct, ILanes<T, double>
        where T : struct => TLanes.Store(TLanes.MultiplyAdd(TLanes.Create(factor), sum, TLanes.Load(output)), output);
}
