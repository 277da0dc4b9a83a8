using IsoApprox.Embeddings;
using IsoApprox.Sets;

namespace IsoApprox.Tests.Separation;

public class LineSeparationTests
{
    [Fact]
    public void AgreesWithTheTestOfAllPairs()
    {
        var rng = new Random(1);
        var (yes, no) = (0, 0);
        for (var trial = 0; trial < 4000; trial++)
        {
            var (count, classes, kind) = (1 + rng.Next(7), 1 + rng.Next(4), rng.Next(4));
            var labels = Enumerable.Range(0, count).Select(_ => rng.Next(classes)).ToArray();
            var scale = rng.Next(5) == 0 ? Math.Pow(10, rng.Next(-300, 290)) : 1;
            var x = labels.Select(k => scale * kind switch
            {
                0 => rng.Next(-2, 3),
                1 => (3 * k) + rng.Next(0, 2),
                2 => (2.5 * k) + rng.NextDouble(),
                _ => (0.5 * k) + (rng.Next(4) == 0 ? 1 : 0),
            }).ToArray();
            var f = Embedding.Create(x, 1, labels);
            var margin = rng.Next(3) == 0 ? scale * rng.Next(0, 3) * 0.5 : 0;
            var expected = TripletSeparation.IsSatisfied(f, margin);
            Assert.True(expected == LineSeparation.IsSatisfied(f, margin), $"trial {trial}: all pairs say {expected}");
            (yes, no) = expected ? (yes + 1, no) : (yes, no + 1);
        }

        Assert.True(yes > 500 && no > 500, $"{yes} {no}");
    }

    [Fact]
    public void BadArgumentsAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LineSeparation.IsSatisfied(Embedding.Create([0, 0], 2, [0])));
        Assert.Throws<ArgumentOutOfRangeException>(() => LineSeparation.IsSatisfied(Embedding.Create([0], 1, [0]), -1));
    }
}
