namespace IsoApprox.Tests.Oracles;

/// <summary>A check of many seeds on all cores; a failure says at which one.</summary>
internal static class Seeds
{
    internal static void ForEach(int first, int count, Action<int> check) => Parallel.For(first, first + count, seed =>
    {
        try
        {
            check(seed);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"seed {seed}: {exception.Message}", exception);
        }
    });
}
