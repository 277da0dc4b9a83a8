using System.Runtime.InteropServices;
using IsoApprox.Cli.Hosting;
using IsoApprox.Cli.Verbs;

namespace IsoApprox.Cli.Tests;

/// <summary>Runs that are stopped before they could finish anything, and signals.</summary>
public class StopTests
{
    [Theory]
    [InlineData("measure", "{x}")]
    [InlineData("distance", "{x}", "{x}")]
    [InlineData("nearest", "{x}")]
    [InlineData("nearest", "{x}", "--metric", "iso")]
    [InlineData("verify", "{x}")]
    [InlineData("refute", "--points", "10", "--dimension", "2", "--classes", "2", "--climbs", "4", "--out", "{out}")]
    [InlineData("refute", "--claim", "p3-constant", "--points", "7", "--dimension", "2", "--classes", "3", "--climbs", "4")]
    [InlineData("diagnose", "{x}", "--out", "{out}")]
    [InlineData("paper", "--out", "{out}")]
    [InlineData("study", "collapse", "--out", "{out}")]
    [InlineData("study", "margin", "--out", "{out}")]
    [InlineData("study", "training", "--out", "{out}")]
    [InlineData("study", "contrastive", "--out", "{out}")]
    public void Stopped_at_once_prints_one_json_object(params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var x = folder.Write("x.csv", Samples.Planar);
        var words = arguments.Select(word => word == "{x}" ? x : word == "{out}" ? folder["out"] : word);
        var result = RunStopped([.. words, "--json"]);
        Assert.Equal((130, ""), (result.ExitCode, result.Error));
        Assert.Equal("cancelled", result.Json().GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_verb_that_throws_when_stopped_prints_what_it_had(bool onThreads)
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        using var output = new StringWriter { NewLine = "\n" };
        var verb = new Throwing(onThreads);
        var code = verb.Execute(verb.Parse("--json"), new CliStreams(output, TextWriter.Null, true, true), stopped.Token);
        var json = new ToolResult(code, output.ToString(), "").Json();
        Assert.Equal((130, "cancelled", 5), (code, json.GetProperty("status").GetString(), json.GetProperty("half").GetInt32()));
        Assert.Contains("stopped", json.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(
            () => verb.Execute(verb.Parse("--json"), new CliStreams(output, TextWriter.Null, true, true), CancellationToken.None));
    }

    [Fact]
    public void Signals_in_quick_succession_are_one_and_a_later_one_ends_the_process()
    {
        var clock = new Clock();
        using var signal = new InterruptSignal(clock);
        Assert.True(KeepsAlive(signal));
        Assert.True(signal.Token.IsCancellationRequested);
        clock.Milliseconds = 100;
        Assert.True(KeepsAlive(signal));
        clock.Milliseconds = 1000;
        Assert.False(KeepsAlive(signal));
    }

    private static bool KeepsAlive(InterruptSignal signal)
    {
        var context = new PosixSignalContext(PosixSignal.SIGINT);
        signal.OnSignal(context);
        return context.Cancel;
    }

    private static ToolResult RunStopped(string[] arguments)
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        return Tool.RunHere(stopped.Token, arguments);
    }

    private sealed class Throwing : VerbCommand
    {
        private readonly bool _onThreads;

        internal Throwing(bool onThreads)
            : base("throwing", "Throws.")
        {
            _onThreads = onThreads;
            Common.AddTo(this);
        }

        protected override int Run(VerbRun run)
        {
            run.Result["half"] = 5;
            var stop = new OperationCanceledException();
            throw _onThreads ? new AggregateException(stop, stop) : stop;
        }
    }

    private sealed class Clock : TimeProvider
    {
        internal long Milliseconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Milliseconds;
    }
}
