export { ScheduleFields, type ScheduleValue } from './ScheduleFields';
