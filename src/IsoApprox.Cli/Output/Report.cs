using IsoApprox.Embeddings;
using Spectre.Console;

namespace IsoApprox.Cli.Output;

/// <summary>The result of a run for people: tables and lines, without colour when stdout is piped.</summary>
internal sealed class Report
{
    private const int PipedWidth = 160;

    private readonly IAnsiConsole _console;
    private readonly TextWriter _output;
    private readonly StringWriter? _buffer;

    internal Report(TextWriter output, bool isPiped)
    {
        (_output, _buffer) = (output, isPiped ? new StringWriter { NewLine = "\n" } : null);
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(_buffer ?? output),
            Ansi = isPiped ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isPiped ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
        });
        if (isPiped)
        {
            _console.Profile.Width = PipedWidth;
        }
    }

    /// <summary>A table of name and value.</summary>
    internal void Values(string title, IEnumerable<(string Name, string Value)> rows) =>
        Table(title, ["quantity", "value"], rows.Select(row => new[] { row.Name, row.Value }));

    /// <summary>A table; no text in it is markup.</summary>
    internal void Table(string title, IReadOnlyList<string> headers, IEnumerable<string[]> rows)
    {
        Line(title);
        var table = new Table().Border(TableBorder.Simple);
        foreach (var header in headers)
        {
            table.AddColumn(new TableColumn(new Text(VisibleText.Of(header))));
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(VisibleText.Of(cell))));
        }

        _console.Write(table);
        FlushTrimmed();
    }

    /// <summary>One line of text, never wrapped; control characters are shown as escapes.</summary>
    internal void Line(string text) => _output.WriteLine(VisibleText.Of(text));

    /// <summary>One line of text that is seen at once, also when stdout is piped.</summary>
    internal void LineNow(string text)
    {
        Line(text);
        _output.Flush();
    }

    /// <summary>Piped: cells are padded to their column's width, which leaves blanks at the ends of lines.</summary>
    private void FlushTrimmed()
    {
        if (_buffer is null)
        {
            return;
        }

        foreach (var line in _buffer.ToString().TrimEnd().Split('\n'))
        {
            _output.WriteLine(line.TrimEnd());
        }

        _output.WriteLine();
        _buffer.GetStringBuilder().Clear();
    }
}
