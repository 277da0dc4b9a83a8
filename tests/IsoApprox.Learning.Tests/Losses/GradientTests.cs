using IsoApprox.Embeddings;
using IsoApprox.Learning.Contrastive;
using IsoApprox.Learning.Losses;

namespace IsoApprox.Learning.Tests.Losses;

/// <summary>All gradients against central differences, and the check itself on a wrong gradient.</summary>
public class GradientTests
{
    private static readonly Dictionary<string, string> Groups = new() { ["0"] = "a", ["1"] = "a", ["2"] = "b", ["3"] = "b" };

    public static TheoryData<string> Names => new(All().Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_agrees_with_central_differences(string name)
    {
        var loss = All()[name];
        for (var seed = 0; seed < 6; seed++)
        {
            var f = Clouds.Gaussian(seed, 14, 2 + (seed % 4), 4);
            var error = GradientCheck.LargestError(loss, f, 1e-6);
            Assert.True(error < Tolerances.Gradient, $"{name}, seed {seed}: error {error}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Wrong_gradient_is_caught(string name)
    {
        var f = Clouds.Gaussian(1, 14, 3, 4);
        var loss = All()[name];
        Assert.True(loss.Evaluate(f).Value != 0);
        Assert.True(GradientCheck.LargestError(new Wrong(loss), f, 1e-6) > 1e-4);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_of_degenerate_sets_is_finite(string name)
    {
        var loss = All()[name];
        Embedding[] sets =
        [
            Embedding.Create(new double[24], 3, [0, 0, 1, 1, 2, 2, 3, 3]),
            Embedding.Create([1, 0, 1, 0, 1, 0, 0, 0], 2, [0, 0, 1, 1]),
            Embedding.Create([1, 2, 3], 1, [0, 0, 0]),
            Embedding.Create([1, 2, 3], 1, [0, 1, 2]),
            Embedding.Create([1.0], 1, [0]),
            Clouds.Gaussian(3, 8, 2, 4, scale: 1e-160),
        ];
        foreach (var f in sets)
        {
            var (result, gradient) = loss.EvaluateWithGradient(f);
            Assert.True(double.IsFinite(result.Value), name);
            Assert.All(gradient, g => Assert.True(double.IsFinite(g), name));
            Assert.True(result.Value == 0 || result.Terms > 0);
        }
    }

    [Fact]
    public void Gradient_of_a_wrong_length_is_refused()
    {
        var f = Clouds.Gaussian(1, 8, 2, 2);
        Assert.All(All().Values, loss => Assert.Throws<ArgumentException>(() => loss.Evaluate(f, new double[15])));
    }

    private static Dictionary<string, IEmbeddingLoss> All()
    {
        var result = new Dictionary<string, IEmbeddingLoss> { ["hardest triplet"] = new HardestTripletLoss(0.3) };
        foreach (var distance in Enum.GetValues<PairDistance>())
        {
            foreach (var penalty in new[] { TripletPenalty.Hinge, TripletPenalty.Softplus })
            {
                foreach (var positives in Enum.GetValues<PositiveMining>())
                {
                    foreach (var negatives in Enum.GetValues<NegativeMining>())
                    {
                        result[$"triplet {distance} {penalty} {positives} {negatives}"] =
                            new MinedTripletLoss
                            {
                                Distance = distance,
                                Penalty = penalty,
                                Positives = positives,
                                Negatives = negatives,
                                Margin = 0.7,
                            };
                    }
                }
            }

            result[$"batch-all active {distance}"] = MinedTripletLoss.BatchAll(0.5, TermMean.ActiveTerms) with { Distance = distance };
            result[$"pairs {distance}"] = new PairContrastiveLoss(1.3, distance);
            result[$"pairs {distance}, identity"] = new PairContrastiveLoss(1.3, distance, PairPenalty.Identity);
            result[$"ladder {distance}"] = new LadderLoss(new GroupLevels(Groups), [0.3, 0.9], [1, 0.25]) { Distance = distance };
            result[$"ladder hard {distance}"] = new LadderLoss(new GroupLevels(Groups), [0.3, 0.9])
            {
                Distance = distance,
                HardContrastive = true,
            };
        }

        result["random triplets"] = new RandomTripletLoss(0.7, 3);
        result["selectively contrastive"] = MinedTripletLoss.SelectivelyContrastive(0.8);
        result["InfoNCE"] = new InfoNceLoss(0.5);
        result["InfoNCE cosine"] = new InfoNceLoss(0.2, Similarity.Cosine);
        foreach (var source in Enum.GetValues<NegativeSource>())
        {
            foreach (var beta in new[] { 0.0, 3.0 })
            {
                foreach (var count in Enum.GetValues<NegativeCount>())
                {
                    result[$"contrastive {source} {beta} {count} InfoNCE"] =
                        new ContrastiveLoss
                        {
                            Negatives = source,
                            Hardness = beta,
                            Count = count,
                            Penalty = new InfoNcePenalty { Alpha = 0.6 },
                        };
                    result[$"contrastive {source} {beta} {count} hinge"] =
                        new ContrastiveLoss { Negatives = source, Hardness = beta, Count = count, Penalty = new HingePenalty() };
                }
            }
        }

        return result;
    }

    private sealed class Wrong(IEmbeddingLoss loss) : IEmbeddingLoss
    {
        public LossResult Evaluate(Embedding f, Span<double> gradient)
        {
            var result = loss.Evaluate(f, gradient);
            if (!gradient.IsEmpty)
            {
                var largest = 0;
                for (var k = 0; k < gradient.Length; k++)
                {
                    largest = Math.Abs(gradient[k]) > Math.Abs(gradient[largest]) ? k : largest;
                }

                gradient[largest] *= 1.01;
            }

            return result;
        }
    }
}
