export { mongodbStorage, type MongodbOptions } from './storage/mongodb.ts';
