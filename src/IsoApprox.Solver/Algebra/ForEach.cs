namespace IsoApprox.Solver.Algebra;

/// <summary>A loop over independent items, on one thread or many.</summary>
internal static class ForEach
{
    /// <summary>Calls the body for 0..count-1.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="parallel">Null: one thread, in order.</param>
    /// <param name="body">What is done; the items must not depend on one another.</param>
    internal static void Run(int count, ParallelOptions? parallel, Action<int> body)
    {
        if (parallel is null || count == 1)
        {
            for (var i = 0; i < count; i++)
            {
                body(i);
            }

            return;
        }

        Parallel.For(0, count, parallel, body);
    }
}
