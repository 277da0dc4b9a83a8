namespace IsoApprox.Learning.Health;

/// <summary>Rows in fixed chunks on all cores; what the chunks give is merged in their order, so it does not depend on the
/// threads.</summary>
internal static class RowChunks
{
    private const int Rows = 2048;

    /// <summary>One result for each chunk of rows first..last-1.</summary>
    internal static T[] Map<T>(int count, CancellationToken cancellation, Func<int, int, T> chunk, int rows = Rows)
    {
        var results = new T[(count + rows - 1) / rows];
        Parallel.For(
            0,
            results.Length,
            new ParallelOptions { CancellationToken = cancellation },
            c => results[c] = chunk(c * rows, Math.Min(count, (c + 1) * rows)));
        return results;
    }

    /// <summary>Sum of a value of each row.</summary>
    internal static double Sum(int count, CancellationToken cancellation, Func<int, double> value, int rows = Rows) =>
        Map(count, cancellation, (first, last) => Enumerable.Range(first, last - first).Sum(value), rows).Sum();
}
