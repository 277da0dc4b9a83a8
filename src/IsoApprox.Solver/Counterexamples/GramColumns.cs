using IsoApprox.Arithmetic;

namespace IsoApprox.Solver.Counterexamples;

/// <summary>Independent columns of a positive semidefinite matrix.</summary>
internal static class GramColumns
{
    private const double Negligible = 1e-10;

    /// <summary>
    /// Up to <paramref name="wanted"/> columns by pivoted Cholesky decomposition in floating point: at each step the largest remaining
    /// diagonal entry.
    /// </summary>
    /// <param name="gram">N x N.</param>
    /// <param name="wanted">Number of columns.</param>
    internal static int[] Independent(RationalMatrix gram, int wanted)
    {
        var size = gram.Rows;
        var a = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                a[i, j] = gram[i, j].RoundDown();
            }
        }

        var columns = new List<int>();
        var first = 0.0;
        while (columns.Count < wanted)
        {
            var p = Enumerable.Range(0, size).MaxBy(i => a[i, i]);
            first = Math.Max(first, a[p, p]);
            if (!(a[p, p] > Negligible * first))
            {
                break;
            }

            columns.Add(p);
            var (pivot, row) = (a[p, p], Enumerable.Range(0, size).Select(j => a[p, j]).ToArray());
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j < size; j++)
                {
                    a[i, j] -= row[i] * row[j] / pivot;
                }
            }
        }

        return [.. columns];
    }
}
