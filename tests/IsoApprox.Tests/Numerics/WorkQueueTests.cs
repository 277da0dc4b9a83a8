using IsoApprox.Kernels;

namespace IsoApprox.Tests.Numerics;

/// <summary>
/// Every item is handled once, also by several callers at a time and inside an item; what fails is told and leaves the team usable.
/// </summary>
public class WorkQueueTests
{
    private const double Parallel = 1e9;

    [Fact]
    public void EveryItemIsHandledOnce()
    {
        for (var round = 0; round < 300; round++)
        {
            Assert.Equal(Enumerable.Range(0, 40), Items(40, _ => { }));
        }
    }

    [Fact]
    public async Task CallersMayOverlapAndNest()
    {
        await Task.WhenAll([.. Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
        {
            for (var round = 0; round < 40; round++)
            {
                Assert.Equal(Enumerable.Range(0, 9), Items(9, _ => Assert.Equal(Enumerable.Range(0, 5), Items(5, _ => { }))));
            }
        }))]);
    }

    [Fact]
    public void TheFirstFailureIsThrownAndTheNextJobRuns()
    {
        for (var round = 0; round < 50; round++)
        {
            Assert.Throws<InvalidOperationException>(() => Items(100, item =>
            {
                if (item == 3)
                {
                    throw new InvalidOperationException("item 3");
                }
            }));
            Assert.Equal(Enumerable.Range(0, 4), Items(4, _ => { }));
        }
    }

    [Fact]
    public void CancellingStopsTheItems()
    {
        using var source = new CancellationTokenSource();
        var handled = 0;
        Assert.Throws<OperationCanceledException>(() => WorkQueue.Run(
            100_000,
            Parallel,
            () => 0,
            (_, item) =>
            {
                if (Interlocked.Increment(ref handled) == 10)
                {
                    source.Cancel();
                }
            },
            _ => { },
            null,
            source.Token));
        Assert.InRange(handled, 10, 99_999);
    }

    private static List<int> Items(int count, Action<int> body)
    {
        var all = new List<int>();
        WorkQueue.Run(
            count,
            Parallel,
            () => new List<int>(),
            (own, item) =>
            {
                body(item);
                own.Add(item);
            },
            all.AddRange,
            null,
            default);
        all.Sort();
        return all;
    }
}
