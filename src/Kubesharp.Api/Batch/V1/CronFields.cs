namespace Kubesharp.Api.Batch.V1;

/// <summary>The five fields of a schedule as sets of bits.</summary>
/// <param name="Minutes">Bit n for minute n.</param>
/// <param name="Hours">Bit n for hour n.</param>
/// <param name="Days">Bit n for day n of the month.</param>
/// <param name="Months">Bit n for month n, from 1.</param>
/// <param name="Weekdays">Bit n for day n of the week; Sunday is 0.</param>
/// <param name="AnyDay">Whether days of the month were given as a star.</param>
/// <param name="AnyWeekday">Whether days of the week were given as a star.</param>
internal sealed record CronFields(ulong Minutes, ulong Hours, ulong Days, ulong Months, ulong Weekdays, bool AnyDay, bool AnyWeekday)
{
    public bool MatchesMonth(int month) => Has(Months, month);

    public bool MatchesHour(int hour) => Has(Hours, hour);

    public bool MatchesMinute(int minute) => Has(Minutes, minute);

    /// <summary>With both kinds of days restricted, either is enough.</summary>
    public bool MatchesDay(DateTimeOffset local)
    {
        var day = Has(Days, local.Day);
        var weekday = Has(Weekdays, (int)local.DayOfWeek);
        return AnyDay || AnyWeekday ? day && weekday : day || weekday;
    }

    private static bool Has(ulong bits, int bit) => (bits >> bit & 1) == 1;
}
