using IsoApprox.Arithmetic;
using IsoApprox.Measures;
using IsoApprox.Studies.Instances;

namespace IsoApprox.Studies.Tests.Instances;

public class KnownCounterexamplesTests
{
    [Fact]
    public void IntegerTetrahedraHaveTheStatedDistancesAndLoss()
    {
        Assert.True(ExactRational.TryParse("1.41", out var spacing));
        var f = KnownCounterexamples.IntegerTetrahedra(spacing);
        var loss = f.HardLoss();

        Assert.Equal((20, 7), (f.Count, f.Dimension));
        Assert.Equal(Math.Sqrt(8) - Math.Sqrt(7.9881), loss.Upper.RoundUp(), 12);
        Assert.True(loss.Lower <= loss.Upper);
        for (var i = 0; i < 20; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (i / 4 == j / 4)
                {
                    Assert.True(f.Squared(i, j) == 8);
                }
                else if (i / 4 == (j / 4) + 1)
                {
                    Assert.True(f.Squared(i, j) == 6 + (spacing * spacing));
                }
            }
        }
    }

    [Fact]
    public void CrossHasLossOneAndDiameterTwo()
    {
        for (var m = 1; m <= 4; m++)
        {
            var f = KnownCounterexamples.Cross(m);
            Assert.Equal(((3 * m) + 1, m, m + 1), (f.Count, f.Dimension, f.ClassCount));
            Assert.Equal(1, TripletLoss.HardMined(f).Value, 12);
            Assert.Equal(2, Diameter.Compute(f).Value);
        }
    }

    /// <summary>
    /// Shortened straight, the chain 3, 6, 3 has four times the loss of its neighbours, because its ends touch; turned ends avoid that.
    /// </summary>
    [Fact]
    public void TurnedEndsHaveTheLossAndARatioNearTwo()
    {
        var neighbours = new ExactRational(1, 100_000);
        var straight = Solver.Counterexamples.Chain.WithLoss(KnownCounterexamples.Links("3a 6b 3a"), neighbours).ToInstance().HardLoss();
        Assert.Equal(4, straight.Lower.RoundDown() / neighbours.RoundUp(), 1e-3);

        var f = KnownCounterexamples.TurnedEnds(1e-5);
        Assert.Equal((12, 8, 3), (f.Count, f.Dimension, f.ClassCount));
        Assert.Equal(1e-5, TripletLoss.HardMined(f).Value, 1e-12);
        Assert.InRange(Solver.Counterexamples.TangentProgram.Solve(f)!.Ratio, 1.97, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => KnownCounterexamples.TurnedEnds(0));
    }

    [Fact]
    public void EveryListedChainHasItsLossAndParallelEnds()
    {
        foreach (var (name, chain) in KnownCounterexamples.Chains)
        {
            Assert.True(chain.HasParallelEnds, name);
            Assert.True(chain.FirstOrderRatio > 2, name);
            var loss = chain.ToInstance().HardLoss();
            var tight = TripletLoss.HardMined(chain.ToEmbedding()).Value;
            Assert.True(loss.Upper.RoundUp() < 1e-3 && Math.Abs(loss.Upper.RoundUp() - tight) < 1e-13, name);
        }
    }
}
