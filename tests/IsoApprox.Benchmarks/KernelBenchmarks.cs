using BenchmarkDotNet.Attributes;
using IsoApprox.Embeddings;
using IsoApprox.Measures;

namespace IsoApprox.Benchmarks;

/// <summary>Every kernel and its naive baseline, on all cores.</summary>
[MemoryDiagnoser]
public class KernelBenchmarks
{
    private Embedding _f = null!;
    private Embedding _g = null!;
    private int[] _rows = [];

    [Params(1000, 4096, 10000)]
    public int Count { get; set; }

    [Params(2, 16, 128)]
    public int Dimension { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (_f, _g) = (Instances.Gaussian(Count, Dimension, 1), Instances.Gaussian(Count, Dimension, 2));
        _rows = [.. Enumerable.Range(0, Count)];
    }

    [Benchmark]
    public PairMeasure IsometricErrorKernel() => IsometricError.Compute(_f, _g);

    [Benchmark]
    public double IsometricErrorNaive() => Naive.IsometricError(_f, _g);

    [Benchmark]
    public PairMeasure DiameterKernel() => Diameter.Compute(_f);

    [Benchmark]
    public double DiameterNaive() => Naive.Diameter(_f);

    [Benchmark]
    public HardMinedLoss HardMinedKernel() => TripletLoss.HardMined(_f);

    [Benchmark]
    public double HardMinedNaive() => Naive.HardMined(_f);

    [Benchmark]
    public DirectedDistance HausdorffKernel() => HausdorffDistance.Directed(_f, _rows, _g, _rows);

    [Benchmark]
    public double HausdorffNaive() => Naive.Hausdorff(_f, _g);

    [Benchmark]
    public NearestNeighbours NearestNeighboursKernel() => NearestNeighbours.Compute(_f);

    [Benchmark]
    public TripletCounts TripletCountsKernel() => TripletLoss.Counts(_f, 0.1);
}
