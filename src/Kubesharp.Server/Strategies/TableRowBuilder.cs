using System.Text.Json;
using Kubesharp.Api;

namespace Kubesharp.Server.Strategies;

/// <summary>Takes the cells of one table row, in the order of the columns.</summary>
public sealed class TableRowBuilder(Utf8JsonWriter writer, DateTimeOffset now)
{
    /// <summary>The time of the answer, for cells that show durations.</summary>
    public DateTimeOffset Now => now;

    public void Text(string value) => writer.WriteStringValue(value);

    public void Number(long value) => writer.WriteNumberValue(value);

    public void Number(double value) => writer.WriteNumberValue(value);

    public void Flag(bool value) => writer.WriteBooleanValue(value);

    public void Null() => writer.WriteNullValue();

    /// <summary>Any JSON value.</summary>
    public void Raw(RawJson value) => writer.WriteRawValue(value.IsNull ? "null"u8 : value.Span, skipInputValidation: true);

    /// <summary>Time since a moment in the short form (<c>5m</c>, <c>3d2h</c>); <c>&lt;unknown&gt;</c> for the zero time.</summary>
    public void Age(DateTimeOffset? since) =>
        writer.WriteStringValue(since is { } moment && moment != default ? HumanDuration.Format(now - moment) : "<unknown>");
}
