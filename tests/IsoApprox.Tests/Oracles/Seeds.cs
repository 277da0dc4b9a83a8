using System.Collections.Concurrent;

namespace IsoApprox.Tests.Oracles;

/// <summary>A check of many seeds on all cores; failures say at which ones. All seeds are tried.</summary>
internal static class Seeds
{
    private const int Shown = 20;

    internal static void ForEach(int first, int count, Action<int> check)
    {
        var failures = new ConcurrentBag<(int Seed, Exception Exception)>();
        Parallel.For(first, first + count, seed =>
        {
            try
            {
                check(seed);
            }
            catch (Exception exception)
            {
                failures.Add((seed, exception));
            }
        });
        if (!failures.IsEmpty)
        {
            throw new AggregateException(
                $"{failures.Count} of {count} seeds failed",
                failures.OrderBy(f => f.Seed).Take(Shown)
                    .Select(f => new InvalidOperationException($"seed {f.Seed}: {f.Exception.Message}", f.Exception)));
        }
    }
}
